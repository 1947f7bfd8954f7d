#!/bin/sh
# The page tests look at the report in a real browser. Where it can be installed it is; where not, they say so.
command -v chromium > /dev/null && command -v chromedriver > /dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
	(apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium chromium-driver) > /dev/null 2>&1 && exit 0
fi
echo "no chromium here: the tests that look at the page in a browser will be skipped"
