"""The parts of the page that reads: HTML, CSS and JavaScript, which ``html_page`` puts together."""
