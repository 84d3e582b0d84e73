try:
    import a
    # both are unused
    import b
except ImportError:
    pass
