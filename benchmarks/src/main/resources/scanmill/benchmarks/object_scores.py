"""Recall and false discovery of objects, object by object, as ivadomed walks over them.

Usage: object_scores.py FOLDER EXTENT OBJECTS
Times the first OBJECTS objects of either side and prints the seconds that all of them would take.
"""

import os
import sys
import time

import numpy
from scipy import ndimage

folder, extent, sample = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def picture(name):
    return numpy.fromfile(os.path.join(folder, name), dtype=numpy.uint8).reshape(extent, extent)


prediction, reference = picture("prediction"), picture("reference")
start = time.perf_counter()
labelled = [ndimage.label(side, numpy.ones((3, 3))) for side in (reference, prediction)]
seconds = time.perf_counter() - start
for (labels, count), other in zip(labelled, (prediction, reference)):
    start = time.perf_counter()
    found = 0
    some = min(sample, count)
    for n in range(1, some + 1):
        overlap = (labels == n).astype(int) * other
        found += numpy.count_nonzero(overlap) >= 3
    seconds += (time.perf_counter() - start) * count / some
print(seconds)
