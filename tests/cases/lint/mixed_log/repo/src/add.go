package src


	x()
