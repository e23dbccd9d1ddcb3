#!/bin/sh
# Makes hidden.o: names hidden as in apps that were built from bitcode; see
# README.md. The names that they stand for are in hidden.bcsymbolmap.
set -e
clang -target arm64-apple-ios14 -g -O2 -gdwarf-4 -S -emit-llvm -fdebug-compilation-dir=/src/app -o - hidden.c |
    sed -e 's/, linkageName: "[^"]*"//' -e 's/name: "start"/name: "__hidden#1_"/' -e 's/name: "twice"/name: "__hidden#2_"/' \
        -e 's/filename: "hidden.c", directory: "[^"]*"/filename: "__hidden#4_", directory: "__hidden#3_"/' > hidden.ll
clang -target arm64-apple-ios14 -c -O1 -o hidden.o hidden.ll
rm hidden.ll
