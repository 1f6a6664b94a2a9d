"""A network of PyTorch: trained, registered, deployed, loaded again and fed by entity key. Needs a running service: npm start."""

import torch
from flights import COLUMNS, DelayNet, make_training_set, tensors
from torch import nn

import headwater

hw = headwater.connect()
train = make_training_set(hw)
x, y = tensors(train)

with hw.run("pytorch_delay", inputs=[train], parameters={"lr": 0.05}, experiment="pytorch") as run:
    torch.manual_seed(1)
    net = DelayNet(inputs=x.shape[1])
    optimizer = torch.optim.Adam(net.parameters(), lr=0.05)
    for epoch in range(100):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        loss.backward()
        optimizer.step()
        run.log(loss=loss, step=epoch)
    # The distance comes with each request; the others are looked up.
    version = run.log_model(net, signature_from=train, columns=COLUMNS)

version.set_alias("champion")
hw.deploy("production/pytorch-delay", version, create_environment=True)

champion = hw.model("pytorch_delay@champion")
served = champion.features([{"airport": "SEA", "distance": 900.0}], kind="numpy")
with torch.no_grad():
    delay = champion.load()(torch.tensor(served, dtype=torch.float32)).item()
print(f"{champion.label} reads {', '.join(champion.signature)}: a delay of {delay:.1f} minutes")
