def total(values: "list[int]") -> int:
    """total of values"""
    total_ = 0
    for value in values:
        total_ += value
    return total_


class Cart:
    total = 3

    def sum(self, start=total):
        return total([start, self.total])
