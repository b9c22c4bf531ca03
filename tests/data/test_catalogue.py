import re

import pytest

from digit_recognizer.data.catalogue import (
    CATALOGUE,
    CatalogueError,
    PublicDataset,
    find_public_dataset,
)

SHA256 = re.compile(r"[0-9a-f]{64}")


@pytest.mark.parametrize("dataset", CATALOGUE, ids=lambda dataset: dataset.name)
class TestEveryDataset:
    def test_says_whose_it_is_and_how_it_may_be_used(self, dataset: PublicDataset) -> None:
        assert dataset.licence
        assert dataset.citation
        assert dataset.homepage.startswith("https://")

    def test_has_a_full_hash_for_everything_that_is_fetched(self, dataset: PublicDataset) -> None:
        hashes = [file.sha256 for file in dataset.files]
        if dataset.archive:
            hashes.append(dataset.archive.sha256)
        if dataset.package_mirror:
            hashes += [dataset.package_mirror.wheel_sha256, dataset.package_mirror.member_sha256]
        assert all(SHA256.fullmatch(sha256) for sha256 in hashes)
        assert len(set(hashes)) == len(hashes)

    def test_has_as_many_labels_as_images(self, dataset: PublicDataset) -> None:
        for half in filter(None, (dataset.training, dataset.test)):
            assert half.images.shape == (len(half), 28, 28)

    def test_is_fetched_over_https_and_not_from_the_overrun_original_host(
        self, dataset: PublicDataset
    ) -> None:
        urls = [*dataset.mirrors, *(dataset.archive.urls if dataset.archive else ())]
        assert urls
        assert all(url.startswith("https://") and "lecun" not in url for url in urls)


def test_the_sizes_are_the_published_ones() -> None:
    mnist, emnist = find_public_dataset("mnist"), find_public_dataset("emnist-digits")
    assert [len(mnist.split("train")), len(mnist.split("test"))] == [60_000, 10_000]
    assert [len(emnist.split("train")), len(emnist.split("test"))] == [240_000, 40_000]


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    message = r"no data set 'minst': expected one of mnist, emnist-digits, or the path"
    with pytest.raises(CatalogueError, match=message):
        find_public_dataset("minst")


def test_a_set_for_measuring_only_gives_no_training_half() -> None:
    mnist = find_public_dataset("mnist")
    cheques = PublicDataset(
        name="cheques",
        description="",
        licence="CC BY-NC-ND",
        citation="",
        homepage="",
        training=None,
        test=mnist.test,
        folders=(),
    )
    with pytest.raises(CatalogueError, match="cheques is for measuring only"):
        cheques.split("train")
    assert cheques.split("test") is mnist.test
