# What src/web adds to the build: one bundle a page, made by esbuild from the pinned packages.
# WEB_FILES: every file the program serves, made below build/web.
WEB_FILES :=
