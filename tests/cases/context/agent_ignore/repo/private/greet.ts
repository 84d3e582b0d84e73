greet in secret
