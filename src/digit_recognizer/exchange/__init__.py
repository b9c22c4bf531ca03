"""Networks for other programs: ONNX files, out and in, and a page that reads by itself."""
