/* What a screen reader calls the search: the theme gives it no name. */
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
