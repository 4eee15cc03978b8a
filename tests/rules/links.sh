echo "links: the pages are not there yet"
