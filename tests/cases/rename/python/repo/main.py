import pkg
import pkg.sums as s


def main(total):
    return pkg.total([total]) + s.total([1]) + len(other.total)
