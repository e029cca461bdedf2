mv data away; ln -s data data
