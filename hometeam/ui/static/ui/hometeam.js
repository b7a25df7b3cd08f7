// Everything here only makes smoother what works without it.
document.documentElement.classList.add("js");
