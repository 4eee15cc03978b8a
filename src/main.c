/* The program: one table of commands. */
#include <stdio.h>
#include <string.h>

#include "app/debug.h"
#include "app/sample.h"
#include "base/random.h"

int main(int argc, char **argv)
{
	random_start();
	if (argc >= 2 && strcmp(argv[1], "debug") == 0)
		return debug_main(argc - 2, argv + 2);
	if (argc >= 2 && strcmp(argv[1], "sample") == 0)
		return sample_main(argc - 2, argv + 2);
	fprintf(stderr, "usage: ocop-pos debug NAME\n");
	return 2;
}
