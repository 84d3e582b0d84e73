log.warn(1)
