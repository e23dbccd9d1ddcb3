#!/bin/sh
# Makes the Mach-O files of this directory; see README.md. dsymutil wants lipo.
set -e
for arch in arm64 x86_64; do
    clang -target $arch-apple-macos11 -g -O2 -gdwarf-4 -c -ffile-prefix-map="$PWD=/src" -o inline-$arch.o inline.c
    ld64.lld -arch $arch -platform_version macos 11.0 11.0 -dylib -install_name @rpath/inline.dylib \
        -oso_prefix "$PWD/" -o inline-$arch.dylib inline-$arch.o
done
llvm-lipo -create -output inline.dylib inline-arm64.dylib inline-x86_64.dylib
dsymutil inline.dylib
rm -r inline-arm64.dylib inline-x86_64.dylib inline.dylib.dSYM/Contents/Resources/Relocations
