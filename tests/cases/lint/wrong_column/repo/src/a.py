é = "中"; print(1)
y = x
