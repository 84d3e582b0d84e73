import pkg
import pkg.sums as s


def main(total):
    return pkg.grand_total([total]) + s.grand_total([1]) + len(other.total)
