"""The same network by PyTorch Lightning, whose Trainer logs by itself. Needs a running service: npm start."""

import pytorch_lightning as lightning
import torch
from flights import COLUMNS, DelayNet, make_training_set, tensors
from torch.utils.data import DataLoader, TensorDataset

import headwater
from headwater.lightning import HeadwaterLogger


class LitDelay(lightning.LightningModule):
    def __init__(self, inputs: int, lr: float = 0.05) -> None:
        super().__init__()
        self.save_hyperparameters()
        self.net = DelayNet(inputs)

    def training_step(self, batch: list[torch.Tensor], _: int) -> torch.Tensor:
        x, y = batch
        loss = torch.nn.functional.mse_loss(self.net(x), y)
        self.log("loss", loss)
        return loss

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.Adam(self.parameters(), lr=self.hparams["lr"])


# With several processes each would run this whole file; the logger alone sees to it that there is one run.
if __name__ == "__main__":
    hw = headwater.connect()
    train = make_training_set(hw)
    x, y = tensors(train)
    model = LitDelay(inputs=x.shape[1])
    logger = HeadwaterLogger("lightning_delay", hw=hw, experiment="pytorch", inputs=[train])
    trainer = lightning.Trainer(
        max_epochs=10, logger=logger, accelerator="cpu", log_every_n_steps=1, enable_progress_bar=False
    )
    trainer.fit(model, DataLoader(TensorDataset(x, y), batch_size=50, shuffle=True))

    with hw.run("lightning_delay_model", inputs=[train]) as run:
        version = run.log_model(model.net, name="lightning_delay", signature_from=train, columns=COLUMNS)
    facts = logger.experiment.facts()
    print(f"{facts.status}: loss {facts.metrics['loss']:.2f}, {version.label} kept as {version.format}")
