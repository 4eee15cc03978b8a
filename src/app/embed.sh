# Writes C that holds each given file: sh embed.sh FILE… > embed.c
# The table is declared in include/base/embed.h; a name is the file's path in the tree.
printf '#include "base/embed.h"\n'
i=0
for f in "$@"; do
	printf '__asm__(".section .rodata\\n.global embedded_%d\\nembedded_%d:\\n.incbin \\"%s\\"\\n.global embedded_end_%d\\nembedded_end_%d:\\n.byte 0\\n.previous\\n");\n' $i $i "$f" $i $i
	printf 'extern const char embedded_%d[], embedded_end_%d[];\n' $i $i
	i=$((i + 1))
done
printf 'const struct embedded embedded[] = {\n'
i=0
for f in "$@"; do
	printf '\t{ "%s", embedded_%d, embedded_end_%d },\n' "$f" $i $i
	i=$((i + 1))
done
printf '\t{ 0, 0, 0 },\n};\n'
