"""The work of DataLoading with nibabel and scipy, on one thread, as a Python loader does it.

Usage: data_loading.py FOLDER ROUNDS
Prints one line for each piece of work: name, milliseconds of processor time in the best round, a sum to compare.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import copy
import pickle
import sys
import time

import nibabel
import numpy
from scipy import ndimage


def best(rounds, repeat, work):
    """Milliseconds of one call in the best of some rounds of calls, and what the last one gave."""
    least = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(repeat):
            result = work()
        least = min(least, (time.process_time() - start) / repeat)
    return 1000 * least, result


def slices(folder, as_ivadomed):
    """Image and truth: read, turned, resampled slice by slice to 0.75 mm.

    ivadomed reads each image twice, for its truth and for its region, copies every slice, and
    resamples it as a volume of one slice.
    """
    for _ in range(2 if as_ivadomed else 1):
        image = nibabel.as_closest_canonical(nibabel.load(os.path.join(folder, "scan.nii.gz")))
        voxels = image.get_fdata(dtype=numpy.float32)
    truth = nibabel.as_closest_canonical(nibabel.load(os.path.join(folder, "truth.nii.gz")))
    labels = truth.get_fdata(dtype=numpy.float32)
    factors = [image.header.get_zooms()[axis] / 0.75 for axis in range(2)]
    pairs = []
    for k in range(voxels.shape[2]):
        slice_, mark = voxels[:, :, k], labels[:, :, k]
        if as_ivadomed:
            slice_, mark = copy.deepcopy((slice_[:, :, None], mark[:, :, None]))
            if slice_.std() == 0:
                continue
        scales = factors + [1] * (slice_.ndim - 2)
        resampled = ndimage.zoom(slice_, scales, order=2)
        marked = ndimage.zoom(mark, scales, order=1)
        pairs.append((resampled, (marked >= 0.5).astype(numpy.uint8)))
    return pairs


def deform(random, shape):
    """Smooth displacements of at most some 30 voxels, none along an axis of one voxel."""
    alpha, sigma = random.uniform(28, 30), random.uniform(3.5, 4.5)
    places = numpy.meshgrid(*(numpy.arange(n) for n in shape), indexing="ij")
    for axis in range(2):
        noise = random.uniform(-1, 1, shape)
        places[axis] = places[axis] + alpha * ndimage.gaussian_filter(noise, sigma, mode="constant")
    return places


def augmented(image, truth, random, as_ivadomed):
    """Image and truth: turned, scaled, shifted; deformed; image normalised.

    ivadomed works on volumes of one slice and draws another deformation for the truth.
    """
    image, truth = copy.deepcopy((image, truth))
    if as_ivadomed:
        image, truth = image[:, :, None], truth[:, :, None]
    shape = numpy.array(image.shape)
    angle = numpy.deg2rad(random.uniform(-10, 10))
    matrix = numpy.eye(image.ndim)
    matrix[:2, :2] = [[numpy.cos(angle), -numpy.sin(angle)], [numpy.sin(angle), numpy.cos(angle)]]
    matrix[:2, :2] = matrix[:2, :2] @ numpy.diag(1 / random.uniform(0.9, 1.1, 2))
    offset = shape / 2 - (shape / 2) @ matrix
    offset[:2] += numpy.round(random.uniform(-0.1, 0.1, 2) * shape[:2])
    image = ndimage.affine_transform(image, matrix.T, offset=offset, order=1)
    truth = ndimage.affine_transform(truth, matrix.T, offset=offset, order=1)
    places = deform(random, image.shape)
    image = ndimage.map_coordinates(image, places, order=1, mode="reflect")
    if as_ivadomed:
        places = deform(random, image.shape)
    truth = ndimage.map_coordinates(truth, places, order=1, mode="reflect")
    image = (image - image.mean()) / image.std()
    return image, (truth >= 0.5).astype(numpy.uint8)


def subvolume(stored, random):
    """64 voxels cubed of a volume and its truth."""
    i, j, k = (random.integers(0, n - 64 + 1) for n in stored["input"].shape)
    return tuple(
        numpy.ascontiguousarray(stored[part][i : i + 64, j : j + 64, k : k + 64])
        for part in ("input", "gt")
    )


def unpickled_subvolume(pickled, random):
    """The same as ivadomed does it: the whole volume is unpickled for each."""
    with open(pickled, "rb") as file:
        return subvolume(pickle.load(file), random)


def main(folder, rounds):
    for way in (False, True):
        suffix = "-ivadomed" if way else ""
        milliseconds, pairs = best(rounds, 1, lambda: slices(folder, way))
        total = sum(float(pair[0].astype(numpy.float64).sum()) for pair in pairs)
        print("slice" + suffix, milliseconds / len(pairs), total)

    random = numpy.random.default_rng(1)
    rows, columns = numpy.meshgrid(numpy.arange(128), numpy.arange(128), indexing="ij")
    image = (500 + 400 * numpy.sin(0.1 * rows) + columns % 37).astype(numpy.float32)
    truth = ((rows - 64) ** 2 + (columns - 64) ** 2 < 900).astype(numpy.float32)
    for way in (False, True):
        suffix = "-ivadomed" if way else ""
        milliseconds, _ = best(rounds, 50, lambda: augmented(image, truth, random, way))
        print("sample" + suffix, milliseconds, 0)

    voxels = random.random((256, 256, 128), dtype=numpy.float32)
    stored = {"input": voxels, "gt": (voxels > 0.5).astype(numpy.float32)}
    milliseconds, _ = best(rounds, 50, lambda: subvolume(stored, random))
    print("subvolume", milliseconds, 0)
    pickled = os.path.join(folder, "volume.pickle")
    with open(pickled, "wb") as file:
        pickle.dump(stored, file, protocol=pickle.DEFAULT_PROTOCOL)
    milliseconds, _ = best(rounds, 5, lambda: unpickled_subvolume(pickled, random))
    print("subvolume-ivadomed", milliseconds, 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
