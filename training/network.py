"""The network: a picture 32 pixels high to one distribution over signs every two pixels of its width.

Dense convolutions halve the width twice; the four rows that are left are stacked, which keeps the vertical place that
tells , from '. Depthwise convolutions then look along the line. There is no recurrent layer and so no language model.
What bends is ReLU alone: quantised it costs nothing, while Hardswish took a quarter of the time.
"""

from __future__ import annotations

from torch import Tensor, nn

from extractors.ocr.alphabet import ALPHABET

CLASSES = len(ALPHABET) + 1
#: Channels of the picture's layers, of the line's layers, and layers that look along the line.
PICTURE_CHANNELS = (16, 40, 64, 96, 96)
LINE_CHANNELS = 192
MIXERS = 4
REACH = 7
ROWS = 4
#: The picture's layers keep every fourth column; each gives so many frames (narrow letters are two pixels wide).
FRAMES = 2


class Mixer(nn.Module):
    """Looks along the line: a depthwise convolution and two dense layers, added to what came in."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv1d(channels, channels, REACH, 1, REACH // 2, groups=channels, bias=False),
            nn.BatchNorm1d(channels),
            nn.Conv1d(channels, channels, 1, bias=False),
            nn.BatchNorm1d(channels),
            nn.ReLU(inplace=True),
            nn.Conv1d(channels, channels, 1, bias=False),
            nn.BatchNorm1d(channels),
        )

    def forward(self, line: Tensor) -> Tensor:
        """Batch x channels x columns, in and out."""
        return nn.functional.relu(line + self.layers(line))


class Network(nn.Module):
    """Batch x 1 x 32 x width (a multiple of 8, values -1 to 1) to batch x width / 2 x classes (before softmax)."""

    def __init__(self) -> None:
        super().__init__()
        one, two, three, four, five = PICTURE_CHANNELS
        self.picture = nn.Sequential(
            *_layer(1, one, 2),
            *_layer(one, two, 2),
            *_layer(two, three),
            *_layer(three, four, (2, 1)),
            *_layer(four, five),
        )
        self.column = nn.Sequential(
            nn.Conv1d(five * ROWS, LINE_CHANNELS, 1, bias=False), nn.BatchNorm1d(LINE_CHANNELS), nn.ReLU(inplace=True)
        )
        self.mixers = nn.Sequential(*(Mixer(LINE_CHANNELS) for _ in range(MIXERS)))
        self.signs = nn.Linear(LINE_CHANNELS, CLASSES * FRAMES)

    def forward(self, pictures: Tensor) -> Tensor:
        """See the class."""
        found = self.picture(pictures)
        # Sizes that are known now need no arithmetic in the exported network.
        batch, channels = pictures.shape[0], PICTURE_CHANNELS[-1]
        line = self.mixers(self.column(found.reshape(batch, channels * ROWS, -1)))
        return self.signs(line.transpose(1, 2)).reshape(batch, -1, CLASSES)


def prepared(pictures: Tensor) -> Tensor:
    """Gray values 0..255 as the network takes them."""
    return pictures / 127.5 - 1


def _layer(inside: int, outside: int, stride: int | tuple[int, int] = 1) -> list[nn.Module]:
    return [nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)]
