"""The peer of `bench training`: an LSTM, GRU or RNN with a dense read-out, trained by PyTorch.

Arguments: cell, units, sequences, steps, a file of float32: input, then target, each [steps][sequences].
The first line out is a JSON object of the initial weights. For each number n that comes in on a line, n
iterations (forward, mean square error, backward, Adam) are run; the line out is a JSON array of the
seconds that they took and the losses before each.
"""

import json
import sys
import time

import numpy
import torch

cell, units, sequences, steps, file = sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5]
torch.manual_seed(0)
data = torch.from_numpy(numpy.fromfile(file, dtype="<f4").reshape(2, steps, sequences, 1))
kind = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "elman": torch.nn.RNN}[cell]
recurrent = kind(1, units)
dense = torch.nn.Linear(units, 1)
state = {name: w.flatten().tolist() for name, w in recurrent.state_dict().items()}
state.update({"dense." + name: w.flatten().tolist() for name, w in dense.state_dict().items()})
print(json.dumps(state), flush=True)
adam = torch.optim.Adam([*recurrent.parameters(), *dense.parameters()], lr=0.001)
for line in sys.stdin:
    losses = []
    start = time.perf_counter()
    for _ in range(int(line)):
        adam.zero_grad()
        loss = torch.nn.functional.mse_loss(dense(recurrent(data[0])[0]), data[1])
        loss.backward()
        adam.step()
        losses.append(loss.item())
    print(json.dumps([time.perf_counter() - start, losses]), flush=True)
