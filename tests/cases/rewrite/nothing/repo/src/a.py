import log


def main(x):
    log.warn("old", x)
    log.warn(x)
