"""The view model in torch: EfficientNet-Lite2, whose upper third is tuned, and its heads.

The lower two thirds stay as they were pretrained, so that what they make of a photo is computed
once and kept.
"""

from __future__ import annotations

from typing import Final

import torch
from torch import nn

from training.backbone import pretrained
from training.labels import CATEGORIES, FAULTS, LABELS, MAPS, SIZE

NAME: Final = "efficientnet-lite2"
FINE_CHANNELS: Final = 48  # at a stride of 8
MIDDLE_CHANNELS: Final = 120  # at a stride of 16
DEEP_CHANNELS: Final = 352  # at a stride of 32
POOLED_CHANNELS: Final = 1280
POSE: Final = 4
_FINE_END: Final = 6
_MIDDLE_END: Final = 14
_MAP: Final = 48
_PLACES: Final = 40
_RANK: Final = 128
_SMALLEST: Final = 1e-30
_IN_CATEGORY: Final = torch.tensor(
    [[float(category == name) for name in CATEGORIES] for category, _ in LABELS]
)


class Lower(nn.Module):
    """The part that is never tuned: N×3×256×256 → N×48×32×32 and N×120×16×16."""

    def __init__(self) -> None:
        super().__init__()
        whole = pretrained(SIZE, NAME)
        self.stem = nn.Sequential(whole._conv_stem, whole._bn0, nn.ReLU6())
        self.fine = nn.Sequential(*whole._blocks[: _FINE_END + 1])
        self.middle = nn.Sequential(*whole._blocks[_FINE_END + 1 : _MIDDLE_END + 1])
        self.eval().requires_grad_(requires_grad=False)

    def forward(self, picture: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """See the picture at two strides."""
        fine = self.fine(self.stem(picture))
        return fine, self.middle(fine)


class Upper(nn.Module):
    """The part that is tuned, with a head for each question.

    Outputs: logits of the labels; N×4 directions in the picture (of the device's top end, and of
    what its screen looks at); N×1 logit of a lit screen; N×3×32×32 logits of device, screen, and
    the device with what is covered; N×3 logits of the faults.
    """

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__()
        whole = pretrained(SIZE, NAME)
        self.deep = nn.Sequential(*whole._blocks[_MIDDLE_END + 1 :])
        self.last = nn.Sequential(whole._conv_head, whole._bn1, nn.ReLU6())
        self.dropout = nn.Dropout(dropout)
        places = _PLACES * (SIZE // 32) ** 2
        self.labels = nn.Linear(POOLED_CHANNELS, len(LABELS))
        # Which end is up is a matter of places, which pooling would lose.
        self.places = nn.Sequential(nn.Conv2d(DEEP_CHANNELS, _PLACES, 1), nn.ReLU6())
        self.placed_labels = nn.Linear(places, len(LABELS))
        self.category: nn.Linear | None = None
        self.placed_pose = nn.Linear(places, POSE)
        self.lit = nn.Linear(POOLED_CHANNELS, 1)
        self.faults = nn.Linear(POOLED_CHANNELS, len(FAULTS))
        self.placed_faults = nn.Linear(places, len(FAULTS))
        self.from_fine = nn.Conv2d(FINE_CHANNELS, _MAP, 1)
        self.from_middle = nn.Conv2d(MIDDLE_CHANNELS, _MAP, 1)
        self.from_deep = nn.Conv2d(DEEP_CHANNELS, _MAP, 1)
        self.merged_deep = nn.Sequential(
            nn.ReLU6(), nn.Conv2d(_MAP, _MAP, 3, padding=1, groups=_MAP), nn.Conv2d(_MAP, _MAP, 1)
        )
        self.merged = nn.Sequential(
            nn.ReLU6(),
            nn.Conv2d(_MAP, _MAP, 5, padding=2, groups=_MAP),
            nn.Conv2d(_MAP, _MAP, 1),
            nn.ReLU6(),
            nn.Conv2d(_MAP, MAPS, 1),
        )
        heads = self.labels, self.placed_labels, self.placed_pose, self.lit, self.faults
        for layer in (*heads, self.placed_faults):
            nn.init.normal_(layer.weight, std=0.01)
            nn.init.zeros_(layer.bias)

    def forward(self, fine: torch.Tensor, middle: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Answer all questions."""
        deep, pooled = self.features(middle)
        return self.answers(fine, middle, deep, pooled)

    def features(self, middle: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """What is seen where, N×352×8×8, and in all, N×1280."""
        deep = self.deep(middle)
        return deep, self.last(deep).mean((2, 3))

    def answers(
        self, fine: torch.Tensor, middle: torch.Tensor, deep: torch.Tensor, pooled: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        """Answer all questions on what was seen."""
        dropped = self.dropout(pooled)
        places = self.dropout(self.places(deep).flatten(1))
        logits = self.labels(dropped) + self.placed_labels(places)
        if self.category is not None:
            logits = _told_by(self.category(pooled), logits)
        wide = nn.functional.interpolate(self.from_deep(deep), scale_factor=2.0, mode="nearest")
        wide = self.merged_deep(wide + self.from_middle(middle))
        wide = nn.functional.interpolate(wide, scale_factor=2.0, mode="nearest")
        maps = self.merged(wide + self.from_fine(fine))
        faults = self.faults(dropped) + self.placed_faults(places)
        return logits, self.placed_pose(places), self.lit(dropped), maps, faults

    def tuned_part(self) -> list[nn.Parameter]:
        """What was pretrained and is tuned gently."""
        return [*self.deep.parameters(), *self.last.parameters()]

    def new_part(self) -> list[nn.Parameter]:
        """What begins from nothing."""
        known = {id(parameter) for parameter in self.tuned_part()}
        return [parameter for parameter in self.parameters() if id(parameter) not in known]

    def train(self, mode: bool = True) -> Upper:  # noqa: FBT001, FBT002  # as torch has it
        """Train or judge; the pretrained batch norms keep their statistics."""
        super().train(mode)
        for part in (self.deep, self.last):
            part.eval()
        return self


def _told_by(category: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
    """The logits with the categories' log odds the mean of both, views within them as before."""
    lead = logits - logits.amax(1, keepdim=True)
    sums = torch.log(torch.matmul(lead.exp(), _IN_CATEGORY) + _SMALLEST)
    return lead + torch.matmul(0.5 * (category - sums), _IN_CATEGORY.T)


class ImageNet(nn.Module):
    """The pretrained classifier of ImageNet's thousand classes, at a tenth of its size.

    Its weights' largest singular values stand for all: N×1280 → N×1000.
    """

    def __init__(self) -> None:
        super().__init__()
        whole = pretrained(SIZE, NAME)._fc
        left, values, right = torch.linalg.svd(whole.weight, full_matrices=False)
        self.narrow = nn.Linear(POOLED_CHANNELS, _RANK, bias=False)
        self.wide = nn.Linear(_RANK, whole.out_features)
        with torch.no_grad():
            self.narrow.weight.copy_(right[:_RANK])
            self.wide.weight.copy_(left[:, :_RANK] * values[:_RANK])
            self.wide.bias.copy_(whole.bias)
        self.eval().requires_grad_(requires_grad=False)

    def forward(self, pooled: torch.Tensor) -> torch.Tensor:
        """Logits."""
        return self.wide(self.narrow(pooled))


class ViewNetwork(nn.Module):
    """The whole, as it is exported: one picture in, the outputs of `photocheck.view.model`."""

    def __init__(self, upper: Upper) -> None:
        super().__init__()
        self.lower = Lower()
        self.upper = upper
        self.imagenet = ImageNet()
        self.eval()

    def forward(self, picture: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Answer on one picture."""
        fine, middle = self.lower(picture)
        deep, pooled = self.upper.features(middle)
        logits, pose, lit, maps, faults = self.upper.answers(fine, middle, deep, pooled)
        return logits, pose, lit, maps, self.imagenet(pooled), faults
