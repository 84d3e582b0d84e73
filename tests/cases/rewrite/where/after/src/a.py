import log


def main(x):
    log.warning("old", x)
    log.warn(x)
