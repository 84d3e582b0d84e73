from .sums import total as sum_up

__all__ = ["total", "sum_up"]
from .sums import total
