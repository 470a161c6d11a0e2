# What the processor can do. In a file of its own: where libtorch was built without oneDNN this does not compile, which
# says no as well.

class Processor:
  # 1 where oneDNN has products of bf16 for it, else 0; (1)
  def multiplies_bf16(self) -> Tensor:
    if ops.mkldnn._is_mkldnn_bf16_supported():
      return torch.ones([1])
    return torch.zeros([1])
