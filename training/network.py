"""The view model in torch: EfficientNet-Lite0, whose upper third is tuned, and its heads.

The lower two thirds stay as they were pretrained, so that what they make of a photo is computed
once and kept.
"""

from __future__ import annotations

from typing import Final

import torch
from torch import nn

from training.backbone import pretrained
from training.labels import CLASSES

SIZE: Final = 256
FINE_CHANNELS: Final = 40  # at a stride of 8
MIDDLE_CHANNELS: Final = 112  # at a stride of 16
DEEP_CHANNELS: Final = 320  # at a stride of 32
POOLED_CHANNELS: Final = 1280
FACTS: Final = 6
MAPS: Final = 3
CELLS: Final = SIZE // 8
_FINE_END: Final = 4
_MIDDLE_END: Final = 10
_MAP: Final = 48
_PLACES: Final = 40
_RANK: Final = 128


class Lower(nn.Module):
    """The part that is never tuned: N×3×256×256 → N×40×32×32 and N×112×16×16."""

    def __init__(self) -> None:
        super().__init__()
        whole = pretrained(SIZE)
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

    Answers: logits N×41 of the classes; N×6 facts, of which the first four are directions in the
    picture (of the device's top end, and of what its screen looks at) and the others logits (the
    screen's face is seen, the screen is lit); logits N×3×32×32 of device, screen, and the device
    with what is covered.
    """

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__()
        whole = pretrained(SIZE)
        self.deep = nn.Sequential(*whole._blocks[_MIDDLE_END + 1 :])
        self.last = nn.Sequential(whole._conv_head, whole._bn1, nn.ReLU6())
        self.dropout = nn.Dropout(dropout)
        self.classes = nn.Linear(POOLED_CHANNELS, len(CLASSES))
        # Which end is up is a matter of places, which pooling would lose.
        self.places = nn.Sequential(nn.Conv2d(DEEP_CHANNELS, _PLACES, 1), nn.ReLU6())
        self.placed_classes = nn.Linear(_PLACES * (SIZE // 32) ** 2, len(CLASSES))
        self.placed_facts = nn.Linear(_PLACES * (SIZE // 32) ** 2, FACTS)
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
        for layer in (self.classes, self.placed_classes, self.placed_facts):
            nn.init.normal_(layer.weight, std=0.01)
            nn.init.zeros_(layer.bias)

    def forward(
        self, fine: torch.Tensor, middle: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Answer the three questions."""
        deep, pooled = self.seen(middle)
        return self.answers(fine, middle, deep, pooled)

    def seen(self, middle: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """What is seen where, N×320×8×8, and in all, N×1280."""
        deep = self.deep(middle)
        return deep, self.last(deep).mean((2, 3))

    def answers(
        self, fine: torch.Tensor, middle: torch.Tensor, deep: torch.Tensor, pooled: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Answer the three questions on what was seen."""
        places = self.places(deep).flatten(1)
        classes = self.classes(self.dropout(pooled)) + self.placed_classes(self.dropout(places))
        facts = self.placed_facts(self.dropout(places))
        wide = nn.functional.interpolate(self.from_deep(deep), scale_factor=2.0, mode="nearest")
        wide = self.merged_deep(wide + self.from_middle(middle))
        wide = nn.functional.interpolate(wide, scale_factor=2.0, mode="nearest")
        return classes, facts, self.merged(wide + self.from_fine(fine))

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


class Known(nn.Module):
    """The pretrained classifier of ImageNet's thousand classes, at a tenth of its size.

    Its weights' largest singular values stand for all: N×1280 → N×1000.
    """

    def __init__(self) -> None:
        super().__init__()
        whole = pretrained(SIZE)._fc
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
    """The whole, as it is exported: one picture in, four answers out."""

    def __init__(self, upper: Upper) -> None:
        super().__init__()
        self.lower = Lower()
        self.upper = upper
        self.known = Known()
        self.eval()

    def forward(self, picture: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Answer on one picture: classes, facts, maps, ImageNet's classes."""
        fine, middle = self.lower(picture)
        deep, pooled = self.upper.seen(middle)
        return (*self.upper.answers(fine, middle, deep, pooled), self.known(pooled))
