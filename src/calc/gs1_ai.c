#include "calc/gs1_ai.h"

#include <assert.h>
#include <string.h>

#include "base/day.h"

/*
 * The Application Identifiers of the GS1 General Specifications, section 3, with the pairs of
 * section 4.14 and the key qualifiers of the Digital Link standard. The names of the checks
 * and the state of the list follow the GS1 Barcode Syntax Dictionary of 2026.
 */
#define FIXED GS1_AI_FIXED
#define ATTRIBUTE GS1_AI_ATTRIBUTE

static const struct gs1_ai table[] = {
	{ "00", "00", FIXED | ATTRIBUTE, "N18,csum,gcppos2", "", "", "", "SSCC" },
	{ "01", "01", FIXED | ATTRIBUTE, "N14,csum,gcppos2", "", "255,37", "22,10,21|235", "GTIN" },
	{ "02", "02", FIXED | ATTRIBUTE, "N14,csum,gcppos2", "37", "01,03", NULL, "CONTENT" },
	{ "03", "03", FIXED, "N14,csum,gcppos2", "", "01,02,37,235", NULL, "MTO GTIN" },
	{ "10", "10", ATTRIBUTE, "X..20", "01,02,03,8006,8026", "", NULL, "BATCH/LOT" },
	{ "11", "11", FIXED | ATTRIBUTE, "N6,yymmd0", "01,02,03,8006,8026", "", NULL, "PROD DATE" },
	{ "12", "12", FIXED | ATTRIBUTE, "N6,yymmd0", "8020", "", NULL, "DUE DATE" },
	{ "13", "13", FIXED | ATTRIBUTE, "N6,yymmd0", "01,02,03,8006,8026", "", NULL, "PACK DATE" },
	{ "15", "15", FIXED | ATTRIBUTE, "N6,yymmd0", "01,02,03,8006,8026", "", NULL, "BEST BEFORE or BEST BY" },
	{ "16", "16", FIXED | ATTRIBUTE, "N6,yymmd0", "01,02,03,8006,8026", "", NULL, "SELL BY" },
	{ "17", "17", FIXED | ATTRIBUTE, "N6,yymmd0", "01,02,03,255,8006,8026", "", NULL, "USE BY or EXPIRY" },
	{ "20", "20", FIXED | ATTRIBUTE, "N2", "01,02,03,8006,8026", "", NULL, "VARIANT" },
	{ "21", "21", 0, "X..20", "01,03,8006", "235", NULL, "SERIAL" },
	{ "22", "22", 0, "X..20", "01", "", NULL, "CPV" },
	{ "235", "235", 0, "X..28", "01", "", NULL, "TPX" },
	{ "240", "240", ATTRIBUTE, "X..30", "01,02,03,8006,8026", "", NULL, "ADDITIONAL ID" },
	{ "241", "241", ATTRIBUTE, "X..30", "01,02,03,8006,8026", "", NULL, "CUST. PART No." },
	{ "242", "242", ATTRIBUTE, "N..6", "01,02,8006,8026", "", NULL, "MTO VARIANT" },
	{ "243", "243", ATTRIBUTE, "X..20", "01,03", "", NULL, "PCN" },
	{ "250", "250", ATTRIBUTE, "X..30", "01+21,03+21,8006+21", "", NULL, "SECONDARY SERIAL" },
	{ "251", "251", ATTRIBUTE, "X..30", "01,03,8006", "", NULL, "REF. TO SOURCE" },
	{ "253", "253", ATTRIBUTE, "N13,csum,gcppos1 [X..17]", "", "", "", "GDTI" },
	{ "254", "254", 0, "X..20", "414", "", NULL, "GLN EXTENSION COMPONENT" },
	{ "255", "255", ATTRIBUTE, "N13,csum,gcppos1 [N..12]", "", "01,02,415,8006,8020,8026", "", "GCN" },
	{ "30", "30", ATTRIBUTE, "N..8", "01,02", "", NULL, "VAR. COUNT" },
	{ "3100", "3105", FIXED | ATTRIBUTE, "N6", "01,02", "310n", NULL, "NET WEIGHT (kg)" },
	{ "3110", "3115", FIXED | ATTRIBUTE, "N6", "01,02", "311n", NULL, "LENGTH (m)" },
	{ "3120", "3125", FIXED | ATTRIBUTE, "N6", "01,02", "312n", NULL, "WIDTH (m)" },
	{ "3130", "3135", FIXED | ATTRIBUTE, "N6", "01,02", "313n", NULL, "HEIGHT (m)" },
	{ "3140", "3145", FIXED | ATTRIBUTE, "N6", "01,02", "314n", NULL, "AREA (m2)" },
	{ "3150", "3155", FIXED | ATTRIBUTE, "N6", "01,02", "315n", NULL, "NET VOLUME (l)" },
	{ "3160", "3165", FIXED | ATTRIBUTE, "N6", "01,02", "316n", NULL, "NET VOLUME (m3)" },
	{ "3200", "3205", FIXED | ATTRIBUTE, "N6", "01,02", "320n", NULL, "NET WEIGHT (lb)" },
	{ "3210", "3215", FIXED | ATTRIBUTE, "N6", "01,02", "321n", NULL, "LENGTH (in)" },
	{ "3220", "3225", FIXED | ATTRIBUTE, "N6", "01,02", "322n", NULL, "LENGTH (ft)" },
	{ "3230", "3235", FIXED | ATTRIBUTE, "N6", "01,02", "323n", NULL, "LENGTH (yd)" },
	{ "3240", "3245", FIXED | ATTRIBUTE, "N6", "01,02", "324n", NULL, "WIDTH (in)" },
	{ "3250", "3255", FIXED | ATTRIBUTE, "N6", "01,02", "325n", NULL, "WIDTH (ft)" },
	{ "3260", "3265", FIXED | ATTRIBUTE, "N6", "01,02", "326n", NULL, "WIDTH (yd)" },
	{ "3270", "3275", FIXED | ATTRIBUTE, "N6", "01,02", "327n", NULL, "HEIGHT (in)" },
	{ "3280", "3285", FIXED | ATTRIBUTE, "N6", "01,02", "328n", NULL, "HEIGHT (ft)" },
	{ "3290", "3295", FIXED | ATTRIBUTE, "N6", "01,02", "329n", NULL, "HEIGHT (yd)" },
	{ "3300", "3305", FIXED | ATTRIBUTE, "N6", "00,01", "330n", NULL, "GROSS WEIGHT (kg)" },
	{ "3310", "3315", FIXED | ATTRIBUTE, "N6", "00,01", "331n", NULL, "LENGTH (m), log" },
	{ "3320", "3325", FIXED | ATTRIBUTE, "N6", "00,01", "332n", NULL, "WIDTH (m), log" },
	{ "3330", "3335", FIXED | ATTRIBUTE, "N6", "00,01", "333n", NULL, "HEIGHT (m), log" },
	{ "3340", "3345", FIXED | ATTRIBUTE, "N6", "00,01", "334n", NULL, "AREA (m2), log" },
	{ "3350", "3355", FIXED | ATTRIBUTE, "N6", "00,01", "335n", NULL, "VOLUME (l), log" },
	{ "3360", "3365", FIXED | ATTRIBUTE, "N6", "00,01", "336n", NULL, "VOLUME (m3), log" },
	{ "3370", "3375", FIXED | ATTRIBUTE, "N6", "01", "337n", NULL, "KG PER m2" },
	{ "3400", "3405", FIXED | ATTRIBUTE, "N6", "00,01", "340n", NULL, "GROSS WEIGHT (lb)" },
	{ "3410", "3415", FIXED | ATTRIBUTE, "N6", "00,01", "341n", NULL, "LENGTH (in), log" },
	{ "3420", "3425", FIXED | ATTRIBUTE, "N6", "00,01", "342n", NULL, "LENGTH (ft), log" },
	{ "3430", "3435", FIXED | ATTRIBUTE, "N6", "00,01", "343n", NULL, "LENGTH (yd), log" },
	{ "3440", "3445", FIXED | ATTRIBUTE, "N6", "00,01", "344n", NULL, "WIDTH (in), log" },
	{ "3450", "3455", FIXED | ATTRIBUTE, "N6", "00,01", "345n", NULL, "WIDTH (ft), log" },
	{ "3460", "3465", FIXED | ATTRIBUTE, "N6", "00,01", "346n", NULL, "WIDTH (yd), log" },
	{ "3470", "3475", FIXED | ATTRIBUTE, "N6", "00,01", "347n", NULL, "HEIGHT (in), log" },
	{ "3480", "3485", FIXED | ATTRIBUTE, "N6", "00,01", "348n", NULL, "HEIGHT (ft), log" },
	{ "3490", "3495", FIXED | ATTRIBUTE, "N6", "00,01", "349n", NULL, "HEIGHT (yd), log" },
	{ "3500", "3505", FIXED | ATTRIBUTE, "N6", "01,02", "350n", NULL, "AREA (in2)" },
	{ "3510", "3515", FIXED | ATTRIBUTE, "N6", "01,02", "351n", NULL, "AREA (ft2)" },
	{ "3520", "3525", FIXED | ATTRIBUTE, "N6", "01,02", "352n", NULL, "AREA (yd2)" },
	{ "3530", "3535", FIXED | ATTRIBUTE, "N6", "00,01", "353n", NULL, "AREA (in2), log" },
	{ "3540", "3545", FIXED | ATTRIBUTE, "N6", "00,01", "354n", NULL, "AREA (ft2), log" },
	{ "3550", "3555", FIXED | ATTRIBUTE, "N6", "00,01", "355n", NULL, "AREA (yd2), log" },
	{ "3560", "3565", FIXED | ATTRIBUTE, "N6", "01,02", "356n", NULL, "NET WEIGHT (troy oz)" },
	{ "3570", "3575", FIXED | ATTRIBUTE, "N6", "01,02", "357n", NULL, "NET VOLUME (oz)" },
	{ "3600", "3605", FIXED | ATTRIBUTE, "N6", "01,02", "360n", NULL, "NET VOLUME (qt)" },
	{ "3610", "3615", FIXED | ATTRIBUTE, "N6", "01,02", "361n", NULL, "NET VOLUME (gal)" },
	{ "3620", "3625", FIXED | ATTRIBUTE, "N6", "00,01", "362n", NULL, "VOLUME (qt), log" },
	{ "3630", "3635", FIXED | ATTRIBUTE, "N6", "00,01", "363n", NULL, "VOLUME (gal), log" },
	{ "3640", "3645", FIXED | ATTRIBUTE, "N6", "01,02", "364n", NULL, "NET VOLUME (in3)" },
	{ "3650", "3655", FIXED | ATTRIBUTE, "N6", "01,02", "365n", NULL, "NET VOLUME (ft3)" },
	{ "3660", "3665", FIXED | ATTRIBUTE, "N6", "01,02", "366n", NULL, "NET VOLUME (yd3)" },
	{ "3670", "3675", FIXED | ATTRIBUTE, "N6", "00,01", "367n", NULL, "VOLUME (in3), log" },
	{ "3680", "3685", FIXED | ATTRIBUTE, "N6", "00,01", "368n", NULL, "VOLUME (ft3), log" },
	{ "3690", "3695", FIXED | ATTRIBUTE, "N6", "00,01", "369n", NULL, "VOLUME (yd3), log" },
	{ "37", "37", ATTRIBUTE, "N..8", "00+02,00+8026", "", NULL, "COUNT" },
	{ "3900", "3909", ATTRIBUTE, "N..15", "255,8020", "390n,391n,394n,8111", NULL, "AMOUNT" },
	{ "3910", "3919", ATTRIBUTE, "N3,iso4217 N..15", "8020", "391n", NULL, "AMOUNT" },
	{ "3920", "3929", ATTRIBUTE, "N..15", "01+30,01+31nn,01+32nn,01+35nn,01+36nn", "392n,393n", NULL, "PRICE" },
	{ "3930", "3939", ATTRIBUTE, "N3,iso4217 N..15", "30,31nn,32nn,35nn,36nn", "393n", NULL, "PRICE" },
	{ "3940", "3943", ATTRIBUTE, "N4", "255", "394n,8111", NULL, "PRCNT OFF" },
	{ "3950", "3955", ATTRIBUTE, "N6", "30,31nn,32nn,35nn,36nn", "392n,393n,395n,8005", NULL, "PRICE/UoM" },
	{ "400", "400", ATTRIBUTE, "X..30", "", "", NULL, "ORDER NUMBER" },
	{ "401", "401", ATTRIBUTE, "X..30,gcppos1", "", "", "", "GINC" },
	{ "402", "402", ATTRIBUTE, "N17,csum,gcppos1", "", "", "", "GSIN" },
	{ "403", "403", ATTRIBUTE, "X..30", "00", "", NULL, "ROUTE" },
	{ "410", "410", FIXED | ATTRIBUTE, "N13,csum,gcppos1", "", "", NULL, "SHIP TO LOC" },
	{ "411", "411", FIXED | ATTRIBUTE, "N13,csum,gcppos1", "", "", NULL, "BILL TO" },
	{ "412", "412", FIXED | ATTRIBUTE, "N13,csum,gcppos1", "", "", NULL, "PURCHASE FROM" },
	{ "413", "413", FIXED | ATTRIBUTE, "N13,csum,gcppos1", "", "", NULL, "SHIP FOR LOC" },
	{ "414", "414", FIXED | ATTRIBUTE, "N13,csum,gcppos1", "", "", "254|7040", "LOC No." },
	{ "415", "415", FIXED | ATTRIBUTE, "N13,csum,gcppos1", "8020", "", "8020", "PAY TO" },
	{ "416", "416", FIXED | ATTRIBUTE, "N13,csum,gcppos1", "", "", NULL, "PROD/SERV LOC" },
	{ "417", "417", FIXED | ATTRIBUTE, "N13,csum,gcppos1", "", "", "7040", "PARTY" },
	{ "420", "420", ATTRIBUTE, "X..20", "", "421", NULL, "SHIP TO POST" },
	{ "421", "421", ATTRIBUTE, "N3,iso3166 X..9", "", "4307", NULL, "SHIP TO POST" },
	{ "422", "422", ATTRIBUTE, "N3,iso3166", "01,02,03,8006,8026", "426", NULL, "ORIGIN" },
	{ "423", "423", ATTRIBUTE, "N3,iso3166 [N3,iso3166] [N3,iso3166] [N3,iso3166] [N3,iso3166]", "01,02,03", "426", NULL, "COUNTRY - INITIAL PROCESS" },
	{ "424", "424", ATTRIBUTE, "N3,iso3166", "01,02,03", "426", NULL, "COUNTRY - PROCESS" },
	{ "425", "425", ATTRIBUTE, "N3,iso3166 [N3,iso3166] [N3,iso3166] [N3,iso3166] [N3,iso3166]", "01,02,03", "426", NULL, "COUNTRY - DISASSEMBLY" },
	{ "426", "426", ATTRIBUTE, "N3,iso3166", "01,02,03", "", NULL, "COUNTRY - FULL PROCESS" },
	{ "427", "427", ATTRIBUTE, "X..3", "01+422,02+422,03+422", "", NULL, "ORIGIN SUBDIVISION" },
	{ "4300", "4300", ATTRIBUTE, "X..35,pcenc", "00", "", NULL, "SHIP TO COMP" },
	{ "4301", "4301", ATTRIBUTE, "X..35,pcenc", "00", "", NULL, "SHIP TO NAME" },
	{ "4302", "4302", ATTRIBUTE, "X..70,pcenc", "00", "", NULL, "SHIP TO ADD1" },
	{ "4303", "4303", ATTRIBUTE, "X..70,pcenc", "4302", "", NULL, "SHIP TO ADD2" },
	{ "4304", "4304", ATTRIBUTE, "X..70,pcenc", "00", "", NULL, "SHIP TO SUB" },
	{ "4305", "4305", ATTRIBUTE, "X..70,pcenc", "00", "", NULL, "SHIP TO LOC" },
	{ "4306", "4306", ATTRIBUTE, "X..70,pcenc", "00", "", NULL, "SHIP TO REG" },
	{ "4307", "4307", ATTRIBUTE, "X2,iso3166alpha2", "00", "", NULL, "SHIP TO COUNTRY" },
	{ "4308", "4308", ATTRIBUTE, "X..30", "00", "", NULL, "SHIP TO PHONE" },
	{ "4309", "4309", ATTRIBUTE, "N10,latitude N10,longitude", "00", "", NULL, "SHIP TO GEO" },
	{ "4310", "4310", ATTRIBUTE, "X..35,pcenc", "00", "", NULL, "RTN TO COMP" },
	{ "4311", "4311", ATTRIBUTE, "X..35,pcenc", "00", "", NULL, "RTN TO NAME" },
	{ "4312", "4312", ATTRIBUTE, "X..70,pcenc", "00", "", NULL, "RTN TO ADD1" },
	{ "4313", "4313", ATTRIBUTE, "X..70,pcenc", "4312", "", NULL, "RTN TO ADD2" },
	{ "4314", "4314", ATTRIBUTE, "X..70,pcenc", "00", "", NULL, "RTN TO SUB" },
	{ "4315", "4315", ATTRIBUTE, "X..70,pcenc", "00", "", NULL, "RTN TO LOC" },
	{ "4316", "4316", ATTRIBUTE, "X..70,pcenc", "00", "", NULL, "RTN TO REG" },
	{ "4317", "4317", ATTRIBUTE, "X2,iso3166alpha2", "00", "", NULL, "RTN TO COUNTRY" },
	{ "4318", "4318", ATTRIBUTE, "X..20", "00", "", NULL, "RTN TO POST" },
	{ "4319", "4319", ATTRIBUTE, "X..30", "00", "", NULL, "RTN TO PHONE" },
	{ "4320", "4320", ATTRIBUTE, "X..35,pcenc", "00", "", NULL, "SRV DESCRIPTION" },
	{ "4321", "4323", ATTRIBUTE, "N1,yesno", "00", "", NULL, "DANGEROUS GOODS, AUTH TO LEAVE, SIG REQUIRED" },
	{ "4324", "4325", ATTRIBUTE, "N6,yymmd0 N4,hhmi", "00", "", NULL, "NOT BEF DEL DT, NOT AFT DEL DT" },
	{ "4326", "4326", ATTRIBUTE, "N6,yymmdd", "00", "", NULL, "REL DATE" },
	{ "4330", "4330", ATTRIBUTE, "N6 [X1,hyphen]", "00", "4331", NULL, "MAX TEMP F" },
	{ "4331", "4331", ATTRIBUTE, "N6 [X1,hyphen]", "00", "4330", NULL, "MAX TEMP C" },
	{ "4332", "4332", ATTRIBUTE, "N6 [X1,hyphen]", "00", "4333", NULL, "MIN TEMP F" },
	{ "4333", "4333", ATTRIBUTE, "N6 [X1,hyphen]", "00", "4332", NULL, "MIN TEMP C" },
	{ "7001", "7001", ATTRIBUTE, "N13", "01,02,8006,8026", "", NULL, "NSN" },
	{ "7002", "7002", ATTRIBUTE, "X..30", "01,02", "", NULL, "MEAT CUT" },
	{ "7003", "7003", ATTRIBUTE, "N6,yymmdd N4,hhmi", "01,02,03", "", NULL, "EXPIRY TIME" },
	{ "7004", "7004", ATTRIBUTE, "N..4", "01+10,03+10", "", NULL, "ACTIVE POTENCY" },
	{ "7005", "7005", ATTRIBUTE, "X..12", "01,02", "", NULL, "CATCH AREA" },
	{ "7006", "7006", ATTRIBUTE, "N6,yymmdd", "01,02", "", NULL, "FIRST FREEZE DATE" },
	{ "7007", "7007", ATTRIBUTE, "N6,yymmdd [N6,yymmdd]", "01,02", "", NULL, "HARVEST DATE" },
	{ "7008", "7008", ATTRIBUTE, "X..3", "01,02", "", NULL, "AQUATIC SPECIES" },
	{ "7009", "7009", ATTRIBUTE, "X..10", "01,02", "", NULL, "FISHING GEAR TYPE" },
	{ "7010", "7010", ATTRIBUTE, "X..2", "01,02,03", "", NULL, "PROD METHOD" },
	{ "7011", "7011", ATTRIBUTE, "N6,yymmdd [N4,hhmi]", "01,02,03", "", NULL, "TEST BY DATE" },
	{ "7020", "7020", ATTRIBUTE, "X..20", "01+416,03+416,8006+416", "", NULL, "REFURB LOT" },
	{ "7021", "7021", ATTRIBUTE, "X..20", "01,03,8006", "", NULL, "FUNC STAT" },
	{ "7022", "7022", ATTRIBUTE, "X..20", "01+7021,03+7021,8006+7021", "", NULL, "REV STAT" },
	{ "7023", "7023", ATTRIBUTE, "X..30,gcppos1", "", "", NULL, "GIAI - ASSEMBLY" },
	{ "7030", "7039", ATTRIBUTE, "N3,iso3166999 X..27", "01,02", "", NULL, "PROCESSOR" },
	{ "7040", "7040", 0, "N1 X1 X1 X1,importeridx", "", "", NULL, "UIC+EXT" },
	{ "7041", "7041", 0, "X..4,packagetype", "00", "", NULL, "UFRGT UNIT TYPE" },
	{ "710", "717", ATTRIBUTE, "X..20", "01", "", NULL, "NHRN" },
	{ "7230", "7239", ATTRIBUTE, "X2 X..28", "01,8004", "", NULL, "CERT" },
	{ "7240", "7240", ATTRIBUTE, "X..20", "01,8006", "03", NULL, "PROTOCOL" },
	{ "7241", "7241", ATTRIBUTE, "N2,mediatype", "8017,8018", "", NULL, "AIDC MEDIA TYPE" },
	{ "7242", "7242", ATTRIBUTE, "X..25", "8017,8018", "", NULL, "VCN" },
	{ "7250", "7250", ATTRIBUTE, "N8,yyyymmdd", "8018", "7251", NULL, "DOB" },
	{ "7251", "7251", ATTRIBUTE, "N8,yyyymmdd N4,hhmi", "8018", "7250", NULL, "DOB TIME" },
	{ "7252", "7252", ATTRIBUTE, "N1,iso5218", "8018", "", NULL, "BIO SEX" },
	{ "7253", "7253", ATTRIBUTE, "X..40,pcenc", "8017,8018", "7256,7259", NULL, "FAMILY NAME" },
	{ "7254", "7254", ATTRIBUTE, "X..40,pcenc", "8017,8018", "7256,7259", NULL, "GIVEN NAME" },
	{ "7255", "7255", ATTRIBUTE, "X..10", "8017,8018", "7256,7259", NULL, "SUFFIX" },
	{ "7256", "7256", ATTRIBUTE, "X..90,pcenc", "8017,8018", "", NULL, "FULL NAME" },
	{ "7257", "7257", ATTRIBUTE, "X..70,pcenc", "8018", "", NULL, "PERSON ADDR" },
	{ "7258", "7258", ATTRIBUTE, "X3,posinseqslash", "8018+7259", "", NULL, "BIRTH SEQUENCE" },
	{ "7259", "7259", ATTRIBUTE, "X..40,pcenc", "8018", "7256", NULL, "BABY" },
	{ "8001", "8001", ATTRIBUTE, "N4,nonzero N5,nonzero N3,nonzero N1,winding N1", "01", "", NULL, "DIMENSIONS" },
	{ "8002", "8002", ATTRIBUTE, "X..20", "", "", NULL, "CMT No." },
	{ "8003", "8003", ATTRIBUTE, "N1,zero N13,csum,gcppos1 [X..16]", "", "", "", "GRAI" },
	{ "8004", "8004", ATTRIBUTE, "X..30,gcppos1", "", "", "7040", "GIAI" },
	{ "8005", "8005", ATTRIBUTE, "N6", "01,02", "", NULL, "PRICE PER UNIT" },
	{ "8006", "8006", ATTRIBUTE, "N14,csum,gcppos2 N4,pieceoftotal", "", "01,03,37", "22,10,21", "ITIP" },
	{ "8007", "8007", ATTRIBUTE, "X..34,iban", "415", "", NULL, "IBAN" },
	{ "8008", "8008", ATTRIBUTE, "N6,yymmdd N2,hh [N2,mi] [N2,ss]", "01,02,03", "", NULL, "PROD TIME" },
	{ "8009", "8009", ATTRIBUTE, "X..50", "00,01,03", "", NULL, "OPTSEN" },
	{ "8010", "8010", ATTRIBUTE, "Y..30,gcppos1", "", "", "8011", "CPID" },
	{ "8011", "8011", 0, "N..12,nozeroprefix", "8010", "", NULL, "CPID SERIAL" },
	{ "8012", "8012", ATTRIBUTE, "X..20", "01,03,8006", "", NULL, "VERSION" },
	{ "8013", "8013", ATTRIBUTE, "X..25,csumalpha,gcppos1", "", "", "", "GMN" },
	{ "8014", "8014", 0, "X..25,csumalpha,gcppos1,hasnondigit", "01", "", NULL, "MUDI" },
	{ "8017", "8017", ATTRIBUTE, "N18,csum,gcppos1", "", "8018", "8019", "GSRN - PROVIDER" },
	{ "8018", "8018", ATTRIBUTE, "N18,csum,gcppos1", "", "8017", "8019", "GSRN - RECIPIENT" },
	{ "8019", "8019", 0, "N..10", "8017,8018", "", NULL, "SRIN" },
	{ "8020", "8020", 0, "X..25", "415", "", NULL, "REF No." },
	{ "8026", "8026", ATTRIBUTE, "N14,csum,gcppos2 N4,pieceoftotal", "37", "02,03,8006", NULL, "ITIP CONTENT" },
	{ "8030", "8030", ATTRIBUTE, "Z..90", "00,01+21,03+21,253,255,8003,8004,8006+21,8010+8011,8017,8018", "", NULL, "DIGSIG" },
	{ "8040", "8040", 0, "N15", "01+21", "", NULL, "IMEI" },
	{ "8041", "8041", 0, "N15", "01+21+8040", "", NULL, "IMEI2" },
	{ "8042", "8042", 0, "N32", "01+21+8040", "", NULL, "ESIM" },
	{ "8043", "8043", 0, "N18 [N..2]", "01+21+8040", "", NULL, "PSIM" },
	{ "8110", "8110", ATTRIBUTE, "X..70,couponcode", "", "", NULL, "COUPON CODE" },
	{ "8111", "8111", ATTRIBUTE, "N4", "255", "", NULL, "POINTS" },
	{ "8112", "8112", ATTRIBUTE, "X..70,couponposoffer", "", "", NULL, "POSITIVE OFFER COUPON" },
	{ "8200", "8200", 0, "X..70", "01", "", NULL, "PRODUCT URL" },
	{ "90", "90", ATTRIBUTE, "X..30", "", "", NULL, "INTERNAL" },
	{ "91", "99", ATTRIBUTE, "X..90", "", "", NULL, "INTERNAL" },
};

const struct gs1_ai *gs1_ai_list(size_t *count)
{
	*count = COUNT_OF(table);
	return table;
}

const struct gs1_ai *gs1_ai_begins(const char *data, size_t size)
{
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		size_t digits = strlen(table[i].first);

		/* They differ in the last digit only, so what lies between them is an AI. */
		if (digits <= size && memcmp(data, table[i].first, digits) >= 0 && memcmp(data, table[i].last, digits) <= 0)
			return &table[i];
	}
	return NULL;
}

const struct gs1_ai *gs1_ai_find(const char *ai, size_t size)
{
	const struct gs1_ai *row = gs1_ai_begins(ai, size);

	return row && strlen(row->first) == size ? row : NULL;
}

bool gs1_ai_matches(const char *pattern, size_t size, const char *ai)
{
	if (strlen(ai) != size)
		return false;
	for (size_t i = 0; i < size; i++)
		if (pattern[i] != 'n' && pattern[i] != ai[i])
			return false;
	return true;
}

/* One part of a format. */
struct part {
	char set;
	size_t min, max;
	bool optional;
	const char *checks;  /* ",csum,gcppos2" */
	size_t checks_size;
};

static bool part_next(const char **format, struct part *part)
{
	const char *at = *format;
	size_t number = 0;

	while (*at == ' ')
		at++;
	if (!*at)
		return false;
	part->optional = *at == '[';
	at += part->optional;
	part->set = *at++;
	bool range = at[0] == '.';
	at += range ? 2 : 0;
	for (; *at >= '0' && *at <= '9'; at++)
		number = number * 10 + (size_t)(*at - '0');
	part->min = range ? 1 : number;
	part->max = number;
	part->checks = at;
	part->checks_size = strcspn(at, " ]");
	at += part->checks_size;
	*format = at + (*at == ']');
	assert(number > 0 && number < GS1_VALUE_SIZE);
	return true;
}

static bool part_has(const struct part *part, const char *check)
{
	size_t size = strlen(check);

	return part->checks_size == size + 1 && memcmp(part->checks + 1, check, size) == 0;
}

static const char *part_check(const struct part *part, const char *data, size_t size, int32_t year)
{
	const char *name = part->set == 'N' ? "csetnumeric" : part->set == 'X' ? "cset82" : part->set == 'Y' ? "cset39" : "cset64";
	const char *at = part->checks, *end = part->checks + part->checks_size;
	const char *why = gs1_lint(name, strlen(name), data, size, year);

	while (!why && at < end) {
		const char *next;

		at++;
		next = memchr(at, ',', (size_t)(end - at));
		next = next ? next : end;
		why = gs1_lint(at, (size_t)(next - at), data, size, year);
		at = next;
	}
	return why;
}

bool gs1_ai_check(const struct gs1_ai *row, const char *ai, const char *data, size_t size, int32_t year, size_t *used, struct err *err)
{
	const char *format = row->format;
	struct part part;

	*used = 0;
	while (part_next(&format, &part)) {
		size_t left = size - *used;
		size_t take = left < part.max ? left : part.max;
		const char *why;

		if (part.optional && take == 0)
			continue;
		if (take < part.min)
			return err_set(err, ERR_INPUT, ai, "AI (%s): the value is too short or of a wrong length", ai);
		why = part_check(&part, data + *used, take, year);
		if (why)
			return err_set(err, ERR_INPUT, ai, "AI (%s): %s", ai, why);
		*used += take;
	}
	return true;
}

static int32_t number_of(const char *digits, size_t size)
{
	int32_t number = 0;

	for (size_t i = 0; i < size; i++)
		number = number * 10 + (digits[i] - '0');
	return number;
}

/* Writes what the parts of a checked value say about time. */
static void date_of(const struct gs1_ai *row, struct gs1_element *element, int32_t year)
{
	const char *format = row->format, *at = element->value;
	size_t left = strlen(at), iso = 0;
	struct part part;
	bool hour_only = false;

	while (part_next(&format, &part) && left > 0) {
		size_t take = left < part.max ? left : part.max;
		bool long_year = part_has(&part, "yyyymmdd");
		char text[DAY_TEXT_SIZE];

		if (long_year || part_has(&part, "yymmdd") || part_has(&part, "yymmd0")) {
			int32_t day = long_year ? number_of(at, 8) : gs1_year(number_of(at, 2), year) * 10000 + number_of(at + 2, 4);

			if (day % 100 == 0)
				day = day_month_end(day + 1);
			if (iso > 0)
				element->iso[iso++] = '/';
			else
				element->day = day;
			day_write_iso(day, text);
			memcpy(element->iso + iso, text, DAY_TEXT_SIZE);
			iso += DAY_TEXT_SIZE - 1;
		} else if (part_has(&part, "hhmi")) {
			const char time[] = { 'T', at[0], at[1], ':', at[2], at[3], '\0' };

			memcpy(element->iso + iso, time, sizeof(time));
			iso += sizeof(time) - 1;
		} else if (part_has(&part, "hh") || part_has(&part, "mi") || part_has(&part, "ss")) {
			hour_only = part_has(&part, "hh");
			const char time[] = { hour_only ? 'T' : ':', at[0], at[1], '\0' };

			memcpy(element->iso + iso, time, sizeof(time));
			iso += sizeof(time) - 1;
		}
		at += take;
		left -= take;
	}
	if (hour_only)
		memcpy(element->iso + iso, ":00", sizeof(":00"));
}

bool gs1_add(struct gs1 *gs1, const struct gs1_ai *row, const char *ai, const char *value, size_t size, int32_t year, struct err *err)
{
	struct gs1_element *element = &gs1->elements[gs1->elements_count];

	if (gs1->elements_count == GS1_ELEMENTS_MAX)
		return err_set(err, ERR_LIMIT, NULL, "more than %d elements", GS1_ELEMENTS_MAX);
	assert(size < GS1_VALUE_SIZE && strlen(ai) < GS1_AI_SIZE);
	memcpy(element->ai, ai, strlen(ai) + 1);
	memcpy(element->value, value, size);
	element->value[size] = '\0';
	date_of(row, element, year);
	gs1->elements_count++;
	return true;
}
