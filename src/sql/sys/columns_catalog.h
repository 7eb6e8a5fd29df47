/* SPDX-License-Identifier: Apache-2.0 */
/* columns_catalog.h - the columns of PostgreSQL 15's system catalogs: name, type, not null. */
#ifndef ND_SQL_SYS_COLUMNS_CATALOG_H
#define ND_SQL_SYS_COLUMNS_CATALOG_H

/* clang-format off */
#define ND__COLUMNS_PG_AGGREGATE(X, R) \
    X(R, aggfnoid, REGPROC, 1) X(R, aggkind, CHAR, 1) X(R, aggnumdirectargs, INT2, 1) X(R, aggtransfn, REGPROC, 1) \
    X(R, aggfinalfn, REGPROC, 1) X(R, aggcombinefn, REGPROC, 1) X(R, aggserialfn, REGPROC, 1) X(R, aggdeserialfn, REGPROC, 1) \
    X(R, aggmtransfn, REGPROC, 1) X(R, aggminvtransfn, REGPROC, 1) X(R, aggmfinalfn, REGPROC, 1) X(R, aggfinalextra, BOOL, 1) \
    X(R, aggmfinalextra, BOOL, 1) X(R, aggfinalmodify, CHAR, 1) X(R, aggmfinalmodify, CHAR, 1) X(R, aggsortop, OID, 1) \
    X(R, aggtranstype, OID, 1) X(R, aggtransspace, INT4, 1) X(R, aggmtranstype, OID, 1) X(R, aggmtransspace, INT4, 1) \
    X(R, agginitval, TEXT, 0) X(R, aggminitval, TEXT, 0)
#define ND__COLUMNS_PG_AM(X, R) \
    X(R, oid, OID, 1) X(R, amname, NAME, 1) X(R, amhandler, REGPROC, 1) X(R, amtype, CHAR, 1)
#define ND__COLUMNS_PG_AMOP(X, R) \
    X(R, oid, OID, 1) X(R, amopfamily, OID, 1) X(R, amoplefttype, OID, 1) X(R, amoprighttype, OID, 1) \
    X(R, amopstrategy, INT2, 1) X(R, amoppurpose, CHAR, 1) X(R, amopopr, OID, 1) X(R, amopmethod, OID, 1) \
    X(R, amopsortfamily, OID, 1)
#define ND__COLUMNS_PG_AMPROC(X, R) \
    X(R, oid, OID, 1) X(R, amprocfamily, OID, 1) X(R, amproclefttype, OID, 1) X(R, amprocrighttype, OID, 1) \
    X(R, amprocnum, INT2, 1) X(R, amproc, REGPROC, 1)
#define ND__COLUMNS_PG_ATTRDEF(X, R) \
    X(R, oid, OID, 1) X(R, adrelid, OID, 1) X(R, adnum, INT2, 1) X(R, adbin, NODE_TREE, 1)
#define ND__COLUMNS_PG_ATTRIBUTE(X, R) \
    X(R, attrelid, OID, 1) X(R, attname, NAME, 1) X(R, atttypid, OID, 1) X(R, attstattarget, INT4, 1) X(R, attlen, INT2, 1) \
    X(R, attnum, INT2, 1) X(R, attndims, INT4, 1) X(R, attcacheoff, INT4, 1) X(R, atttypmod, INT4, 1) X(R, attbyval, BOOL, 1) \
    X(R, attalign, CHAR, 1) X(R, attstorage, CHAR, 1) X(R, attcompression, CHAR, 1) X(R, attnotnull, BOOL, 1) \
    X(R, atthasdef, BOOL, 1) X(R, atthasmissing, BOOL, 1) X(R, attidentity, CHAR, 1) X(R, attgenerated, CHAR, 1) \
    X(R, attisdropped, BOOL, 1) X(R, attislocal, BOOL, 1) X(R, attinhcount, INT4, 1) X(R, attcollation, OID, 1) \
    X(R, attacl, ACLITEM_ARRAY, 0) X(R, attoptions, TEXT_ARRAY, 0) X(R, attfdwoptions, TEXT_ARRAY, 0) \
    X(R, attmissingval, TEXT, 0)
#define ND__COLUMNS_PG_AUTH_MEMBERS(X, R) \
    X(R, roleid, OID, 1) X(R, member, OID, 1) X(R, grantor, OID, 1) X(R, admin_option, BOOL, 1)
#define ND__COLUMNS_PG_AUTHID(X, R) \
    X(R, oid, OID, 1) X(R, rolname, NAME, 1) X(R, rolsuper, BOOL, 1) X(R, rolinherit, BOOL, 1) X(R, rolcreaterole, BOOL, 1) \
    X(R, rolcreatedb, BOOL, 1) X(R, rolcanlogin, BOOL, 1) X(R, rolreplication, BOOL, 1) X(R, rolbypassrls, BOOL, 1) \
    X(R, rolconnlimit, INT4, 1) X(R, rolpassword, TEXT, 0) X(R, rolvaliduntil, TIMESTAMPTZ, 0)
#define ND__COLUMNS_PG_CAST(X, R) \
    X(R, oid, OID, 1) X(R, castsource, OID, 1) X(R, casttarget, OID, 1) X(R, castfunc, OID, 1) X(R, castcontext, CHAR, 1) \
    X(R, castmethod, CHAR, 1)
#define ND__COLUMNS_PG_CLASS(X, R) \
    X(R, oid, OID, 1) X(R, relname, NAME, 1) X(R, relnamespace, OID, 1) X(R, reltype, OID, 1) X(R, reloftype, OID, 1) \
    X(R, relowner, OID, 1) X(R, relam, OID, 1) X(R, relfilenode, OID, 1) X(R, reltablespace, OID, 1) X(R, relpages, INT4, 1) \
    X(R, reltuples, FLOAT4, 1) X(R, relallvisible, INT4, 1) X(R, reltoastrelid, OID, 1) X(R, relhasindex, BOOL, 1) \
    X(R, relisshared, BOOL, 1) X(R, relpersistence, CHAR, 1) X(R, relkind, CHAR, 1) X(R, relnatts, INT2, 1) \
    X(R, relchecks, INT2, 1) X(R, relhasrules, BOOL, 1) X(R, relhastriggers, BOOL, 1) X(R, relhassubclass, BOOL, 1) \
    X(R, relrowsecurity, BOOL, 1) X(R, relforcerowsecurity, BOOL, 1) X(R, relispopulated, BOOL, 1) \
    X(R, relreplident, CHAR, 1) X(R, relispartition, BOOL, 1) X(R, relrewrite, OID, 1) X(R, relfrozenxid, XID, 1) \
    X(R, relminmxid, XID, 1) X(R, relacl, ACLITEM_ARRAY, 0) X(R, reloptions, TEXT_ARRAY, 0) X(R, relpartbound, NODE_TREE, 0)
#define ND__COLUMNS_PG_COLLATION(X, R) \
    X(R, oid, OID, 1) X(R, collname, NAME, 1) X(R, collnamespace, OID, 1) X(R, collowner, OID, 1) X(R, collprovider, CHAR, 1) \
    X(R, collisdeterministic, BOOL, 1) X(R, collencoding, INT4, 1) X(R, collcollate, TEXT, 0) X(R, collctype, TEXT, 0) \
    X(R, colliculocale, TEXT, 0) X(R, collversion, TEXT, 0)
#define ND__COLUMNS_PG_CONSTRAINT(X, R) \
    X(R, oid, OID, 1) X(R, conname, NAME, 1) X(R, connamespace, OID, 1) X(R, contype, CHAR, 1) X(R, condeferrable, BOOL, 1) \
    X(R, condeferred, BOOL, 1) X(R, convalidated, BOOL, 1) X(R, conrelid, OID, 1) X(R, contypid, OID, 1) X(R, conindid, OID, 1) \
    X(R, conparentid, OID, 1) X(R, confrelid, OID, 1) X(R, confupdtype, CHAR, 1) X(R, confdeltype, CHAR, 1) \
    X(R, confmatchtype, CHAR, 1) X(R, conislocal, BOOL, 1) X(R, coninhcount, INT4, 1) X(R, connoinherit, BOOL, 1) \
    X(R, conkey, INT2_ARRAY, 0) X(R, confkey, INT2_ARRAY, 0) X(R, conpfeqop, OID_ARRAY, 0) X(R, conppeqop, OID_ARRAY, 0) \
    X(R, conffeqop, OID_ARRAY, 0) X(R, confdelsetcols, INT2_ARRAY, 0) X(R, conexclop, OID_ARRAY, 0) \
    X(R, conbin, NODE_TREE, 0)
#define ND__COLUMNS_PG_CONVERSION(X, R) \
    X(R, oid, OID, 1) X(R, conname, NAME, 1) X(R, connamespace, OID, 1) X(R, conowner, OID, 1) X(R, conforencoding, INT4, 1) \
    X(R, contoencoding, INT4, 1) X(R, conproc, REGPROC, 1) X(R, condefault, BOOL, 1)
#define ND__COLUMNS_PG_DATABASE(X, R) \
    X(R, oid, OID, 1) X(R, datname, NAME, 1) X(R, datdba, OID, 1) X(R, encoding, INT4, 1) X(R, datlocprovider, CHAR, 1) \
    X(R, datistemplate, BOOL, 1) X(R, datallowconn, BOOL, 1) X(R, datconnlimit, INT4, 1) X(R, datfrozenxid, XID, 1) \
    X(R, datminmxid, XID, 1) X(R, dattablespace, OID, 1) X(R, datcollate, TEXT, 1) X(R, datctype, TEXT, 1) \
    X(R, daticulocale, TEXT, 0) X(R, datcollversion, TEXT, 0) X(R, datacl, ACLITEM_ARRAY, 0)
#define ND__COLUMNS_PG_DB_ROLE_SETTING(X, R) \
    X(R, setdatabase, OID, 1) X(R, setrole, OID, 1) X(R, setconfig, TEXT_ARRAY, 0)
#define ND__COLUMNS_PG_DEFAULT_ACL(X, R) \
    X(R, oid, OID, 1) X(R, defaclrole, OID, 1) X(R, defaclnamespace, OID, 1) X(R, defaclobjtype, CHAR, 1) \
    X(R, defaclacl, ACLITEM_ARRAY, 1)
#define ND__COLUMNS_PG_DEPEND(X, R) \
    X(R, classid, OID, 1) X(R, objid, OID, 1) X(R, objsubid, INT4, 1) X(R, refclassid, OID, 1) X(R, refobjid, OID, 1) \
    X(R, refobjsubid, INT4, 1) X(R, deptype, CHAR, 1)
#define ND__COLUMNS_PG_DESCRIPTION(X, R) \
    X(R, objoid, OID, 1) X(R, classoid, OID, 1) X(R, objsubid, INT4, 1) X(R, description, TEXT, 1)
#define ND__COLUMNS_PG_ENUM(X, R) \
    X(R, oid, OID, 1) X(R, enumtypid, OID, 1) X(R, enumsortorder, FLOAT4, 1) X(R, enumlabel, NAME, 1)
#define ND__COLUMNS_PG_EVENT_TRIGGER(X, R) \
    X(R, oid, OID, 1) X(R, evtname, NAME, 1) X(R, evtevent, NAME, 1) X(R, evtowner, OID, 1) X(R, evtfoid, OID, 1) \
    X(R, evtenabled, CHAR, 1) X(R, evttags, TEXT_ARRAY, 0)
#define ND__COLUMNS_PG_EXTENSION(X, R) \
    X(R, oid, OID, 1) X(R, extname, NAME, 1) X(R, extowner, OID, 1) X(R, extnamespace, OID, 1) X(R, extrelocatable, BOOL, 1) \
    X(R, extversion, TEXT, 1) X(R, extconfig, OID_ARRAY, 0) X(R, extcondition, TEXT_ARRAY, 0)
#define ND__COLUMNS_PG_FOREIGN_DATA_WRAPPER(X, R) \
    X(R, oid, OID, 1) X(R, fdwname, NAME, 1) X(R, fdwowner, OID, 1) X(R, fdwhandler, OID, 1) X(R, fdwvalidator, OID, 1) \
    X(R, fdwacl, ACLITEM_ARRAY, 0) X(R, fdwoptions, TEXT_ARRAY, 0)
#define ND__COLUMNS_PG_FOREIGN_SERVER(X, R) \
    X(R, oid, OID, 1) X(R, srvname, NAME, 1) X(R, srvowner, OID, 1) X(R, srvfdw, OID, 1) X(R, srvtype, TEXT, 0) \
    X(R, srvversion, TEXT, 0) X(R, srvacl, ACLITEM_ARRAY, 0) X(R, srvoptions, TEXT_ARRAY, 0)
#define ND__COLUMNS_PG_FOREIGN_TABLE(X, R) \
    X(R, ftrelid, OID, 1) X(R, ftserver, OID, 1) X(R, ftoptions, TEXT_ARRAY, 0)
#define ND__COLUMNS_PG_INDEX(X, R) \
    X(R, indexrelid, OID, 1) X(R, indrelid, OID, 1) X(R, indnatts, INT2, 1) X(R, indnkeyatts, INT2, 1) \
    X(R, indisunique, BOOL, 1) X(R, indnullsnotdistinct, BOOL, 1) X(R, indisprimary, BOOL, 1) X(R, indisexclusion, BOOL, 1) \
    X(R, indimmediate, BOOL, 1) X(R, indisclustered, BOOL, 1) X(R, indisvalid, BOOL, 1) X(R, indcheckxmin, BOOL, 1) \
    X(R, indisready, BOOL, 1) X(R, indislive, BOOL, 1) X(R, indisreplident, BOOL, 1) X(R, indkey, INT2VECTOR, 1) \
    X(R, indcollation, OIDVECTOR, 1) X(R, indclass, OIDVECTOR, 1) X(R, indoption, INT2VECTOR, 1) X(R, indexprs, NODE_TREE, 0) \
    X(R, indpred, NODE_TREE, 0)
#define ND__COLUMNS_PG_INHERITS(X, R) \
    X(R, inhrelid, OID, 1) X(R, inhparent, OID, 1) X(R, inhseqno, INT4, 1) X(R, inhdetachpending, BOOL, 1)
#define ND__COLUMNS_PG_INIT_PRIVS(X, R) \
    X(R, objoid, OID, 1) X(R, classoid, OID, 1) X(R, objsubid, INT4, 1) X(R, privtype, CHAR, 1) \
    X(R, initprivs, ACLITEM_ARRAY, 1)
#define ND__COLUMNS_PG_LANGUAGE(X, R) \
    X(R, oid, OID, 1) X(R, lanname, NAME, 1) X(R, lanowner, OID, 1) X(R, lanispl, BOOL, 1) X(R, lanpltrusted, BOOL, 1) \
    X(R, lanplcallfoid, OID, 1) X(R, laninline, OID, 1) X(R, lanvalidator, OID, 1) X(R, lanacl, ACLITEM_ARRAY, 0)
#define ND__COLUMNS_PG_LARGEOBJECT(X, R) \
    X(R, loid, OID, 1) X(R, pageno, INT4, 1) X(R, data, BYTEA, 1)
#define ND__COLUMNS_PG_LARGEOBJECT_METADATA(X, R) \
    X(R, oid, OID, 1) X(R, lomowner, OID, 1) X(R, lomacl, ACLITEM_ARRAY, 0)
#define ND__COLUMNS_PG_NAMESPACE(X, R) \
    X(R, oid, OID, 1) X(R, nspname, NAME, 1) X(R, nspowner, OID, 1) X(R, nspacl, ACLITEM_ARRAY, 0)
#define ND__COLUMNS_PG_OPCLASS(X, R) \
    X(R, oid, OID, 1) X(R, opcmethod, OID, 1) X(R, opcname, NAME, 1) X(R, opcnamespace, OID, 1) X(R, opcowner, OID, 1) \
    X(R, opcfamily, OID, 1) X(R, opcintype, OID, 1) X(R, opcdefault, BOOL, 1) X(R, opckeytype, OID, 1)
#define ND__COLUMNS_PG_OPERATOR(X, R) \
    X(R, oid, OID, 1) X(R, oprname, NAME, 1) X(R, oprnamespace, OID, 1) X(R, oprowner, OID, 1) X(R, oprkind, CHAR, 1) \
    X(R, oprcanmerge, BOOL, 1) X(R, oprcanhash, BOOL, 1) X(R, oprleft, OID, 1) X(R, oprright, OID, 1) X(R, oprresult, OID, 1) \
    X(R, oprcom, OID, 1) X(R, oprnegate, OID, 1) X(R, oprcode, REGPROC, 1) X(R, oprrest, REGPROC, 1) X(R, oprjoin, REGPROC, 1)
#define ND__COLUMNS_PG_OPFAMILY(X, R) \
    X(R, oid, OID, 1) X(R, opfmethod, OID, 1) X(R, opfname, NAME, 1) X(R, opfnamespace, OID, 1) X(R, opfowner, OID, 1)
#define ND__COLUMNS_PG_PARAMETER_ACL(X, R) \
    X(R, oid, OID, 1) X(R, parname, TEXT, 1) X(R, paracl, ACLITEM_ARRAY, 0)
#define ND__COLUMNS_PG_PARTITIONED_TABLE(X, R) \
    X(R, partrelid, OID, 1) X(R, partstrat, CHAR, 1) X(R, partnatts, INT2, 1) X(R, partdefid, OID, 1) \
    X(R, partattrs, INT2VECTOR, 1) X(R, partclass, OIDVECTOR, 1) X(R, partcollation, OIDVECTOR, 1) \
    X(R, partexprs, NODE_TREE, 0)
#define ND__COLUMNS_PG_POLICY(X, R) \
    X(R, oid, OID, 1) X(R, polname, NAME, 1) X(R, polrelid, OID, 1) X(R, polcmd, CHAR, 1) X(R, polpermissive, BOOL, 1) \
    X(R, polroles, OID_ARRAY, 1) X(R, polqual, NODE_TREE, 0) X(R, polwithcheck, NODE_TREE, 0)
#define ND__COLUMNS_PG_PROC(X, R) \
    X(R, oid, OID, 1) X(R, proname, NAME, 1) X(R, pronamespace, OID, 1) X(R, proowner, OID, 1) X(R, prolang, OID, 1) \
    X(R, procost, FLOAT4, 1) X(R, prorows, FLOAT4, 1) X(R, provariadic, OID, 1) X(R, prosupport, REGPROC, 1) \
    X(R, prokind, CHAR, 1) X(R, prosecdef, BOOL, 1) X(R, proleakproof, BOOL, 1) X(R, proisstrict, BOOL, 1) \
    X(R, proretset, BOOL, 1) X(R, provolatile, CHAR, 1) X(R, proparallel, CHAR, 1) X(R, pronargs, INT2, 1) \
    X(R, pronargdefaults, INT2, 1) X(R, prorettype, OID, 1) X(R, proargtypes, OIDVECTOR, 1) \
    X(R, proallargtypes, OID_ARRAY, 0) X(R, proargmodes, CHAR_ARRAY, 0) X(R, proargnames, TEXT_ARRAY, 0) \
    X(R, proargdefaults, NODE_TREE, 0) X(R, protrftypes, OID_ARRAY, 0) X(R, prosrc, TEXT, 1) X(R, probin, TEXT, 0) \
    X(R, prosqlbody, NODE_TREE, 0) X(R, proconfig, TEXT_ARRAY, 0) X(R, proacl, ACLITEM_ARRAY, 0)
#define ND__COLUMNS_PG_PUBLICATION(X, R) \
    X(R, oid, OID, 1) X(R, pubname, NAME, 1) X(R, pubowner, OID, 1) X(R, puballtables, BOOL, 1) X(R, pubinsert, BOOL, 1) \
    X(R, pubupdate, BOOL, 1) X(R, pubdelete, BOOL, 1) X(R, pubtruncate, BOOL, 1) X(R, pubviaroot, BOOL, 1)
#define ND__COLUMNS_PG_PUBLICATION_NAMESPACE(X, R) \
    X(R, oid, OID, 1) X(R, pnpubid, OID, 1) X(R, pnnspid, OID, 1)
#define ND__COLUMNS_PG_PUBLICATION_REL(X, R) \
    X(R, oid, OID, 1) X(R, prpubid, OID, 1) X(R, prrelid, OID, 1) X(R, prqual, NODE_TREE, 0) X(R, prattrs, INT2VECTOR, 0)
#define ND__COLUMNS_PG_RANGE(X, R) \
    X(R, rngtypid, OID, 1) X(R, rngsubtype, OID, 1) X(R, rngmultitypid, OID, 1) X(R, rngcollation, OID, 1) \
    X(R, rngsubopc, OID, 1) X(R, rngcanonical, REGPROC, 1) X(R, rngsubdiff, REGPROC, 1)
#define ND__COLUMNS_PG_REPLICATION_ORIGIN(X, R) \
    X(R, roident, OID, 1) X(R, roname, TEXT, 1)
#define ND__COLUMNS_PG_REWRITE(X, R) \
    X(R, oid, OID, 1) X(R, rulename, NAME, 1) X(R, ev_class, OID, 1) X(R, ev_type, CHAR, 1) X(R, ev_enabled, CHAR, 1) \
    X(R, is_instead, BOOL, 1) X(R, ev_qual, NODE_TREE, 1) X(R, ev_action, NODE_TREE, 1)
#define ND__COLUMNS_PG_SECLABEL(X, R) \
    X(R, objoid, OID, 1) X(R, classoid, OID, 1) X(R, objsubid, INT4, 1) X(R, provider, TEXT, 1) X(R, label, TEXT, 1)
#define ND__COLUMNS_PG_SEQUENCE(X, R) \
    X(R, seqrelid, OID, 1) X(R, seqtypid, OID, 1) X(R, seqstart, INT8, 1) X(R, seqincrement, INT8, 1) X(R, seqmax, INT8, 1) \
    X(R, seqmin, INT8, 1) X(R, seqcache, INT8, 1) X(R, seqcycle, BOOL, 1)
#define ND__COLUMNS_PG_SHDEPEND(X, R) \
    X(R, dbid, OID, 1) X(R, classid, OID, 1) X(R, objid, OID, 1) X(R, objsubid, INT4, 1) X(R, refclassid, OID, 1) \
    X(R, refobjid, OID, 1) X(R, deptype, CHAR, 1)
#define ND__COLUMNS_PG_SHDESCRIPTION(X, R) \
    X(R, objoid, OID, 1) X(R, classoid, OID, 1) X(R, description, TEXT, 1)
#define ND__COLUMNS_PG_SHSECLABEL(X, R) \
    X(R, objoid, OID, 1) X(R, classoid, OID, 1) X(R, provider, TEXT, 1) X(R, label, TEXT, 1)
#define ND__COLUMNS_PG_STATISTIC(X, R) \
    X(R, starelid, OID, 1) X(R, staattnum, INT2, 1) X(R, stainherit, BOOL, 1) X(R, stanullfrac, FLOAT4, 1) \
    X(R, stawidth, INT4, 1) X(R, stadistinct, FLOAT4, 1) X(R, stakind1, INT2, 1) X(R, stakind2, INT2, 1) X(R, stakind3, INT2, 1) \
    X(R, stakind4, INT2, 1) X(R, stakind5, INT2, 1) X(R, staop1, OID, 1) X(R, staop2, OID, 1) X(R, staop3, OID, 1) \
    X(R, staop4, OID, 1) X(R, staop5, OID, 1) X(R, stacoll1, OID, 1) X(R, stacoll2, OID, 1) X(R, stacoll3, OID, 1) \
    X(R, stacoll4, OID, 1) X(R, stacoll5, OID, 1) X(R, stanumbers1, TEXT_ARRAY, 0) X(R, stanumbers2, TEXT_ARRAY, 0) \
    X(R, stanumbers3, TEXT_ARRAY, 0) X(R, stanumbers4, TEXT_ARRAY, 0) X(R, stanumbers5, TEXT_ARRAY, 0) \
    X(R, stavalues1, TEXT, 0) X(R, stavalues2, TEXT, 0) X(R, stavalues3, TEXT, 0) X(R, stavalues4, TEXT, 0) \
    X(R, stavalues5, TEXT, 0)
#define ND__COLUMNS_PG_STATISTIC_EXT(X, R) \
    X(R, oid, OID, 1) X(R, stxrelid, OID, 1) X(R, stxname, NAME, 1) X(R, stxnamespace, OID, 1) X(R, stxowner, OID, 1) \
    X(R, stxstattarget, INT4, 1) X(R, stxkeys, INT2VECTOR, 1) X(R, stxkind, CHAR_ARRAY, 1) X(R, stxexprs, NODE_TREE, 0)
#define ND__COLUMNS_PG_STATISTIC_EXT_DATA(X, R) \
    X(R, stxoid, OID, 1) X(R, stxdinherit, BOOL, 1) X(R, stxdndistinct, TEXT, 0) X(R, stxddependencies, TEXT, 0) \
    X(R, stxdmcv, TEXT, 0) X(R, stxdexpr, TEXT, 0)
#define ND__COLUMNS_PG_SUBSCRIPTION(X, R) \
    X(R, oid, OID, 1) X(R, subdbid, OID, 1) X(R, subskiplsn, TEXT, 1) X(R, subname, NAME, 1) X(R, subowner, OID, 1) \
    X(R, subenabled, BOOL, 1) X(R, subbinary, BOOL, 1) X(R, substream, BOOL, 1) X(R, subtwophasestate, CHAR, 1) \
    X(R, subdisableonerr, BOOL, 1) X(R, subconninfo, TEXT, 1) X(R, subslotname, NAME, 0) X(R, subsynccommit, TEXT, 1) \
    X(R, subpublications, TEXT_ARRAY, 1)
#define ND__COLUMNS_PG_SUBSCRIPTION_REL(X, R) \
    X(R, srsubid, OID, 1) X(R, srrelid, OID, 1) X(R, srsubstate, CHAR, 1) X(R, srsublsn, TEXT, 0)
#define ND__COLUMNS_PG_TABLESPACE(X, R) \
    X(R, oid, OID, 1) X(R, spcname, NAME, 1) X(R, spcowner, OID, 1) X(R, spcacl, ACLITEM_ARRAY, 0) \
    X(R, spcoptions, TEXT_ARRAY, 0)
#define ND__COLUMNS_PG_TRANSFORM(X, R) \
    X(R, oid, OID, 1) X(R, trftype, OID, 1) X(R, trflang, OID, 1) X(R, trffromsql, REGPROC, 1) X(R, trftosql, REGPROC, 1)
#define ND__COLUMNS_PG_TRIGGER(X, R) \
    X(R, oid, OID, 1) X(R, tgrelid, OID, 1) X(R, tgparentid, OID, 1) X(R, tgname, NAME, 1) X(R, tgfoid, OID, 1) \
    X(R, tgtype, INT2, 1) X(R, tgenabled, CHAR, 1) X(R, tgisinternal, BOOL, 1) X(R, tgconstrrelid, OID, 1) \
    X(R, tgconstrindid, OID, 1) X(R, tgconstraint, OID, 1) X(R, tgdeferrable, BOOL, 1) X(R, tginitdeferred, BOOL, 1) \
    X(R, tgnargs, INT2, 1) X(R, tgattr, INT2VECTOR, 1) X(R, tgargs, BYTEA, 1) X(R, tgqual, NODE_TREE, 0) \
    X(R, tgoldtable, NAME, 0) X(R, tgnewtable, NAME, 0)
#define ND__COLUMNS_PG_TS_CONFIG(X, R) \
    X(R, oid, OID, 1) X(R, cfgname, NAME, 1) X(R, cfgnamespace, OID, 1) X(R, cfgowner, OID, 1) X(R, cfgparser, OID, 1)
#define ND__COLUMNS_PG_TS_CONFIG_MAP(X, R) \
    X(R, mapcfg, OID, 1) X(R, maptokentype, INT4, 1) X(R, mapseqno, INT4, 1) X(R, mapdict, OID, 1)
#define ND__COLUMNS_PG_TS_DICT(X, R) \
    X(R, oid, OID, 1) X(R, dictname, NAME, 1) X(R, dictnamespace, OID, 1) X(R, dictowner, OID, 1) X(R, dicttemplate, OID, 1) \
    X(R, dictinitoption, TEXT, 0)
#define ND__COLUMNS_PG_TS_PARSER(X, R) \
    X(R, oid, OID, 1) X(R, prsname, NAME, 1) X(R, prsnamespace, OID, 1) X(R, prsstart, REGPROC, 1) X(R, prstoken, REGPROC, 1) \
    X(R, prsend, REGPROC, 1) X(R, prsheadline, REGPROC, 1) X(R, prslextype, REGPROC, 1)
#define ND__COLUMNS_PG_TS_TEMPLATE(X, R) \
    X(R, oid, OID, 1) X(R, tmplname, NAME, 1) X(R, tmplnamespace, OID, 1) X(R, tmplinit, REGPROC, 1) \
    X(R, tmpllexize, REGPROC, 1)
#define ND__COLUMNS_PG_TYPE(X, R) \
    X(R, oid, OID, 1) X(R, typname, NAME, 1) X(R, typnamespace, OID, 1) X(R, typowner, OID, 1) X(R, typlen, INT2, 1) \
    X(R, typbyval, BOOL, 1) X(R, typtype, CHAR, 1) X(R, typcategory, CHAR, 1) X(R, typispreferred, BOOL, 1) \
    X(R, typisdefined, BOOL, 1) X(R, typdelim, CHAR, 1) X(R, typrelid, OID, 1) X(R, typsubscript, REGPROC, 1) \
    X(R, typelem, OID, 1) X(R, typarray, OID, 1) X(R, typinput, REGPROC, 1) X(R, typoutput, REGPROC, 1) \
    X(R, typreceive, REGPROC, 1) X(R, typsend, REGPROC, 1) X(R, typmodin, REGPROC, 1) X(R, typmodout, REGPROC, 1) \
    X(R, typanalyze, REGPROC, 1) X(R, typalign, CHAR, 1) X(R, typstorage, CHAR, 1) X(R, typnotnull, BOOL, 1) \
    X(R, typbasetype, OID, 1) X(R, typtypmod, INT4, 1) X(R, typndims, INT4, 1) X(R, typcollation, OID, 1) \
    X(R, typdefaultbin, NODE_TREE, 0) X(R, typdefault, TEXT, 0) X(R, typacl, ACLITEM_ARRAY, 0)
#define ND__COLUMNS_PG_USER_MAPPING(X, R) \
    X(R, oid, OID, 1) X(R, umuser, OID, 1) X(R, umserver, OID, 1) X(R, umoptions, TEXT_ARRAY, 0)
/* clang-format on */

#endif
