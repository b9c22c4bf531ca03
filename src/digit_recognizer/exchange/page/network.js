// The layers of digit_recognizer.nn, for one image: arrays are channels, rows, columns in a row.
"use strict";

const Network = (() => {
  // Each takes the layer, its weights, the values below and their shape, and returns values and shape.
  const LAYERS = {
    Convolution(layer, { kernels, biases }, below, [channels, height, width]) {
      const size = layer.kernel_size, [rows, columns] = [height - size + 1, width - size + 1];
      const everything = Array.from({ length: channels }, (_, index) => index);
      const table = layer.connection_table ?? Array(layer.feature_maps).fill(everything);
      const values = new Float32Array(layer.feature_maps * rows * columns);
      let kernel = 0;
      table.forEach((seen, map) => {
        const start = map * rows * columns;
        values.fill(biases[map], start, start + rows * columns);
        for (const channel of seen) {
          for (let dy = 0; dy < size; dy++) {
            for (let dx = 0; dx < size; dx++) {
              const weight = kernels[kernel++];
              for (let y = 0; y < rows; y++) {
                const from = (channel * height + y + dy) * width + dx, to = start + y * columns;
                for (let x = 0; x < columns; x++) values[to + x] += weight * below[from + x];
              }
            }
          }
        }
      });
      return [values, [layer.feature_maps, rows, columns]];
    },

    AverageSubsampling(layer, _, below, shape) {
      const [sums, smaller] = sumsOfSquares(below, shape, layer.size);
      return [sums.map((sum) => sum / layer.size ** 2), smaller];
    },

    TrainableSubsampling(layer, { coefficients, biases }, below, shape) {
      const [sums, smaller] = sumsOfSquares(below, shape, layer.size);
      const area = smaller[1] * smaller[2];
      const map = (index) => Math.floor(index / area);
      return [sums.map((sum, index) => sum * coefficients[map(index)] + biases[map(index)]), smaller];
    },

    Tanh(layer, _, below, shape) {
      return [below.map((value) => layer.amplitude * Math.tanh(layer.slope * value)), shape];
    },

    Dense(layer, { weights, biases }, below) {
      const values = biases.map((bias, unit) => {
        let sum = bias;
        for (let input = 0; input < below.length; input++) {
          sum += weights[unit * below.length + input] * below[input];
        }
        return sum;
      });
      return [values, [layer.units, 1, 1]];
    },

    EuclideanRadialBasis(layer, { centres }, below) {
      const rows = centres
        ? layer.centres.map((_, unit) => centres.subarray(unit * below.length, (unit + 1) * below.length))
        : layer.centres;
      const distance = (centre) =>
        below.reduce((sum, value, index) => sum + (value - centre[index]) ** 2, 0);
      return [Float32Array.from(rows, distance), [rows.length, 1, 1]];
    },
  };

  function sumsOfSquares(below, [channels, height, width], size) {
    const [rows, columns] = [height / size, width / size];
    const sums = new Float32Array(channels * rows * columns);
    below.forEach((value, index) => {
      const row = Math.floor(index / width), map = Math.floor(row / height);
      const y = Math.floor((row % height) / size), x = Math.floor((index % width) / size);
      sums[(map * rows + y) * columns + x] += value;
    });
    return [sums, [channels, rows, columns]];
  }

  // Bytes of an image to the first layer's input: grey levels to numbers, and a margin.
  function encoded(image, { background, ink, margin }, [, height, width]) {
    const values = new Float32Array(height * width).fill(background);
    const side = width - 2 * margin;
    image.forEach((byte, index) => {
      const y = Math.floor(index / side) + margin, x = (index % side) + margin;
      values[y * width + x] += (byte * (ink - background)) / 255;
    });
    return values;
  }

  function softmax(scores) {
    const highest = Math.max(...scores);
    const powers = Array.from(scores, (score) => Math.exp(score - highest));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  }

  const LOSSES = {
    SoftmaxCrossEntropy: (_, outputs) => softmax(outputs),
    RightPenalty: (_, outputs) => softmax(outputs.map((penalty) => -penalty)),
    // The rubbish class is one more, with a penalty that is always the same.
    MaximumAPosteriori: (loss, outputs) =>
      softmax([...outputs, loss.rubbish_penalty].map((penalty) => -penalty)).slice(0, -1),
  };

  // All values of a network for an image of 28 × 28 bytes, and the ten probabilities.
  function read({ architecture, weights }, image) {
    let shape = architecture.input_shape;
    let values = encoded(image, architecture.encoding, shape);
    const stages = [{ name: "input", values, shape }];
    for (const layer of architecture.layers) {
      [values, shape] = LAYERS[layer.kind](layer, weights[layer.name] ?? {}, values, shape);
      stages.push({ name: layer.name, values, shape });
    }
    return { stages, probabilities: LOSSES[architecture.loss.kind](architecture.loss, values) };
  }

  // What ten probabilities amount to, by the network's own rule.
  function verdict(probabilities, rule) {
    const [first, second] = [...probabilities].sort((a, b) => b - a);
    if (first >= rule.sure_from) return "digit";
    return first + second >= rule.rivals_from ? "not sure" : "not a digit";
  }

  // A network as the page holds it: the weights are float32, little-endian, in base64.
  function unpacked({ architecture, parameters, rule, vector }) {
    const bytes = Uint8Array.from(atob(vector), (character) => character.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    const numbers = Float32Array.from({ length: bytes.length / 4 }, (_, index) =>
      view.getFloat32(4 * index, true));
    const weights = {};
    for (const [layer, name, start, stop] of parameters) {
      (weights[layer] ??= {})[name] = numbers.subarray(start, stop);
    }
    return { architecture, rule, weights };
  }

  return { read, unpacked, verdict };
})();
