var greeting = "é" + name;
if (name == null) greeting = "";
