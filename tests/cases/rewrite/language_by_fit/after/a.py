log.warning(1)
