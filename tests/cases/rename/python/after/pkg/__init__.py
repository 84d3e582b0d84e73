from .sums import grand_total as sum_up

__all__ = ["grand_total", "sum_up"]
from .sums import grand_total
