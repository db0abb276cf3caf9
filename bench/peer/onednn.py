"""Matrix products through oneDNN, which is part of torch, instead of the BLAS that torch calls by itself.

That BLAS is MKL, and MKL keeps to AVX2 on processors that are not Intel's: on an AMD one with AVX-512
oneDNN was two to three times as fast. torch.compile takes the same way when it freezes weights.
"""

import torch


class OneDnnLinear(torch.nn.Module):
    def __init__(self, linear: torch.nn.Linear) -> None:
        super().__init__()
        # In the order that oneDNN reads it, or every product would begin with reordering.
        self._weight = torch.ops.mkldnn._reorder_linear_weight(linear.weight.detach(), None)
        self._bias = None if linear.bias is None else linear.bias.detach()

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        return torch.ops.mkldnn._linear_pointwise(states, self._weight, self._bias, "none", [], "")


def use_onednn(model: torch.nn.Module) -> None:
    """Replace the linear layers, one at a time: both copies of all weights might not fit."""
    if not torch.backends.mkldnn.is_available():
        raise SystemExit("This build of torch has no oneDNN: leave out --onednn.")
    names = [name for name, module in model.named_modules() if isinstance(module, torch.nn.Linear)]
    for name in names:
        model.set_submodule(name, OneDnnLinear(model.get_submodule(name)))
