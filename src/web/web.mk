# What src/web adds to the build: one script and one style a page, made by esbuild from the pinned packages.
# WEB_FILES: every file the program serves, made below build/web; a file's address is its path below it.
# Texts lie beside their gzip, for browsers that take it. They are made anew only when a source is newer, so a tarball that carries build/web needs no node.
WEB_PAGES := till office screen lot
WEB_FONTS := $(foreach w,400 500 600 700,$(foreach s,latin vietnamese,be-vietnam-pro-$(s)-$(w).woff2))
WEB_TEXTS := $(foreach p,$(WEB_PAGES),$(p).html $(p).js $(p).css) icon.svg licences.txt
WEB_FILES := $(addprefix build/web/,$(WEB_TEXTS) $(WEB_TEXTS:=.gz) $(WEB_FONTS))
WEB_SRC   := $(wildcard $(addprefix src/web/,*.json *.css *.html *.mjs *.svg lib/* $(addsuffix /*,$(WEB_PAGES)) till/state/*))

$(WEB_FILES) &: $(WEB_SRC) src/web/web.mk
	$(SAY) WEB build/web
	$(Q)cd src/web && { [ node_modules/.package-lock.json -nt package-lock.json ] || { npm ci --ignore-scripts --loglevel=error --no-progress && touch node_modules/.package-lock.json; }; }
	$(Q)node src/web/build.mjs build/web $(WEB_PAGES)

# The types of every page, which esbuild does not look at.
.PHONY: web web-check
web: $(WEB_FILES)
web-check: $(WEB_FILES)
	$(Q)src/web/node_modules/.bin/tsc --noEmit -p src/web
