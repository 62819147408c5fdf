#!/bin/sh
# A hook that nobody has trusted.
exit 0
