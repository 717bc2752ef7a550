"""Trains as a PyTorch user does: eager modules' functions, autograd, torch.optim.Adam.

Arguments: network, weights (safetensors), threads, float32 or bfloat16, dropout. Data come from the weights' file too. For every
line on standard input, the number of steps to make, one line goes out: the fastest step in milliseconds, the loss of the
last one, the fastest optimiser step.
"""

import json
import sys
import time

import numpy
import torch
import torch.nn.functional as F

network, file, threads, precision = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
dropout = float(sys.argv[5])
torch.set_num_threads(threads)


def read(path):
    with open(path, "rb") as source:
        header = json.loads(source.read(int.from_bytes(source.read(8), "little")))
        body = source.read()
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            values = numpy.frombuffer(body[start:end], dtype="<f4").copy().reshape(entry["shape"])
            tensors[name] = torch.from_numpy(values)
    return tensors


tensors = read(file)
image, target = tensors.pop("data.image"), tensors.pop("data.target")
running = {n: t for n, t in tensors.items() if n.endswith(("running_mean", "running_var"))}
weights = {n: t.requires_grad_() for n, t in tensors.items() if n not in running}


def unet(x):
    depth = 4

    def block(name, x):
        for half in (".conv1", ".conv2"):
            x = F.relu(F.conv2d(x, weights[name + half + ".weight"], weights[name + half + ".bias"], padding=1))
            bn = name + half + "_bn"
            x = F.batch_norm(x, running[bn + ".running_mean"], running[bn + ".running_var"],
                             weights[bn + ".weight"], weights[bn + ".bias"], True, 0.1, 1e-5)
            x = F.dropout2d(x, dropout, True)
        return x

    levels = []
    for level in range(depth):
        x = block("encoder.down_path.%d" % (3 * level), x)
        levels.append(x)
        x = F.max_pool2d(x, 2)
    x = block("encoder.conv_bottom", x)
    for step in range(depth):
        skip = levels[depth - 1 - step]
        up = F.interpolate(x, size=skip.shape[2:], mode="bilinear", align_corners=True)
        x = block("decoder.up_path.%d.downconv" % (2 * step), torch.cat([up, skip], 1))
    x = F.conv2d(x, weights["decoder.last_conv.weight"], weights["decoder.last_conv.bias"], padding=1)
    return torch.sigmoid(x.float())


def modified3d(x):
    def conv(name, x, stride=1):
        w = weights[name + ".weight"]
        return F.conv3d(x, w, None, stride, w.shape[-1] // 2)

    def leaky(x):
        return F.leaky_relu(x, 0.01)

    def activated(x):
        return leaky(F.instance_norm(x))

    def doubled(x):
        return F.interpolate(x, scale_factor=2, mode="nearest")

    contexts = []
    shortcut = conv("conv3d_c1_1", x)
    x = F.dropout3d(conv("conv3d_c1_2", leaky(shortcut)), dropout, True)
    x = leaky(conv("lrelu_conv_c1.1", leaky(x)) + shortcut)
    contexts.append(x)
    x = activated(x)
    for level in range(2, 6):
        shortcut = conv("conv3d_c%d" % level, x, 2)
        name = "norm_lrelu_conv_c%d.2" % level
        y = F.dropout3d(conv(name, activated(shortcut)), dropout, True)
        x = conv(name, activated(y)) + shortcut
        if level < 5:
            x = activated(x)
            contexts.append(x)
    x = activated(conv("norm_lrelu_upscale_conv_norm_lrelu_l0.3", doubled(activated(x))))
    x = conv("conv3d_l0", x)
    joints = []
    for joint in (1, 2, 3):
        x = activated(conv("conv_norm_lrelu_l%d.0" % joint, torch.cat([x, contexts[4 - joint]], 1)))
        joints.append(x)
        x = conv("conv3d_l%d" % joint, x)
        x = activated(conv("norm_lrelu_upscale_conv_norm_lrelu_l%d.3" % joint, doubled(activated(x))))
    x = activated(conv("conv_norm_lrelu_l4.0", torch.cat([contexts[0], x], 1)))
    coarse = doubled(conv("ds2_1x1_conv3d", joints[1])) + conv("ds3_1x1_conv3d", joints[2])
    return torch.sigmoid((conv("conv3d_l4", x) + doubled(coarse)).float())


forward = unet if network == "unet" else modified3d
optimizer = torch.optim.Adam(list(weights.values()), lr=1e-3, fused=True)
print("PyTorch", torch.__version__, flush=True)
for line in sys.stdin:
    best, best_update, loss = float("inf"), float("inf"), None
    for _ in range(int(line)):
        start = time.perf_counter()
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bfloat16"):
            p = forward(image)
        loss = -(2 * (p * target).sum() + 1) / (p.sum() + target.sum() + 1)
        loss.backward()
        before = time.perf_counter()
        optimizer.step()
        value = loss.item()
        end = time.perf_counter()
        best, best_update = min(best, end - start), min(best_update, end - before)
    print(1000 * best, value, 1000 * best_update, flush=True)
