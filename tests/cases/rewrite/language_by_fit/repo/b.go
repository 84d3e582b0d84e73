package b

func f() {
	log.print(1)
}
