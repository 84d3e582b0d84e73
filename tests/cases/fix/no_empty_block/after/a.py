try:
    # both are unused
    import b
except ImportError:
    pass
