/* SPDX-License-Identifier: Apache-2.0 */
/* Functions about catalog objects: their declarations. catalog_func.h says who answers them. */
#include "sql/func/catalog_func.h"

#include "sql/func/func_int.h"

static enum nd_status ask(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    if (services == NULL || services->catalog == NULL) return nd__no_service(call, call->func->name);
    return services->catalog(services->arg, call);
}

/* clang-format off */
#define C(fn_name, res, par, ...) \
    {.name = (fn_name), .result = (res), .kernel = ask, .param = ND_CATALOG_##par, .arg_count = ND__COUNT(__VA_ARGS__), .args = {__VA_ARGS__}, \
     .volatility = ND_STABLE, .needs_catalog = true}
#define C0(fn_name, res, par) {.name = (fn_name), .result = (res), .kernel = ask, .param = ND_CATALOG_##par, .volatility = ND_STABLE, .needs_catalog = true}
#define C_LAX(fn_name, res, par, ...) \
    {.name = (fn_name), .result = (res), .kernel = ask, .param = ND_CATALOG_##par, .arg_count = ND__COUNT(__VA_ARGS__), .args = {__VA_ARGS__}, \
     .volatility = ND_STABLE, .needs_catalog = true, .is_lax = true}
/* has_..._privilege: by user's name or oid or for the current user, of an object by name or oid. */
#define PRIVILEGE(fn_name, par) \
    C(fn_name, BOOL, par, NAME, TEXT, TEXT), C(fn_name, BOOL, par, NAME, OID, TEXT), C(fn_name, BOOL, par, OID, TEXT, TEXT), \
    C(fn_name, BOOL, par, OID, OID, TEXT), C(fn_name, BOOL, par, TEXT, TEXT), C(fn_name, BOOL, par, OID, TEXT)
#define COLUMN_PRIVILEGE(fn_name, column) \
    C(fn_name, BOOL, HAS_COLUMN_PRIVILEGE, NAME, TEXT, column, TEXT), C(fn_name, BOOL, HAS_COLUMN_PRIVILEGE, NAME, OID, column, TEXT), \
    C(fn_name, BOOL, HAS_COLUMN_PRIVILEGE, OID, TEXT, column, TEXT), C(fn_name, BOOL, HAS_COLUMN_PRIVILEGE, OID, OID, column, TEXT), \
    C(fn_name, BOOL, HAS_COLUMN_PRIVILEGE, TEXT, column, TEXT), C(fn_name, BOOL, HAS_COLUMN_PRIVILEGE, OID, column, TEXT)

static const struct nd_func funcs[] = {
    C("pg_get_expr", TEXT, GET_EXPR, NODE_TREE, OID), C("pg_get_expr", TEXT, GET_EXPR, NODE_TREE, OID, BOOL),
    C("pg_get_constraintdef", TEXT, CONSTRAINTDEF, OID), C("pg_get_constraintdef", TEXT, CONSTRAINTDEF, OID, BOOL),
    C("pg_get_indexdef", TEXT, INDEXDEF, OID), C("pg_get_indexdef", TEXT, INDEXDEF, OID, INT4, BOOL),
    C("pg_get_viewdef", TEXT, VIEWDEF, OID), C("pg_get_viewdef", TEXT, VIEWDEF, OID, BOOL), C("pg_get_viewdef", TEXT, VIEWDEF, OID, INT4),
    C("pg_get_viewdef", TEXT, VIEWDEF, TEXT), C("pg_get_viewdef", TEXT, VIEWDEF, TEXT, BOOL),
    C("pg_get_triggerdef", TEXT, NULL, OID), C("pg_get_triggerdef", TEXT, NULL, OID, BOOL), C("pg_get_ruledef", TEXT, NULL, OID),
    C("pg_get_ruledef", TEXT, NULL, OID, BOOL), C("pg_get_statisticsobjdef", TEXT, NULL, OID), C("pg_get_statisticsobjdef_columns", TEXT, NULL, OID),
    C("pg_get_partkeydef", TEXT, NULL, OID), C("pg_get_partition_constraintdef", TEXT, NULL, OID), C("pg_get_functiondef", TEXT, NULL, OID),
    C("pg_get_function_sqlbody", TEXT, NULL, OID),
    C("pg_get_function_arguments", TEXT, FUNCTION_ARGUMENTS, OID), C("pg_get_function_identity_arguments", TEXT, FUNCTION_ARGUMENTS, OID),
    C("pg_get_function_result", TEXT, FUNCTION_RESULT, OID), C("pg_get_function_arg_default", TEXT, NULL, OID, INT4),
    C("pg_get_serial_sequence", TEXT, SERIAL_SEQUENCE, TEXT, TEXT), C("pg_get_userbyid", NAME, USERBYID, OID),
    C("pg_table_is_visible", BOOL, TABLE_IS_VISIBLE, OID), C("pg_type_is_visible", BOOL, TYPE_IS_VISIBLE, OID), C("pg_function_is_visible", BOOL, TRUE, OID),
    C("pg_operator_is_visible", BOOL, TRUE, OID), C("pg_opclass_is_visible", BOOL, TRUE, OID), C("pg_opfamily_is_visible", BOOL, TRUE, OID),
    C("pg_collation_is_visible", BOOL, TRUE, OID), C("pg_conversion_is_visible", BOOL, TRUE, OID), C("pg_statistics_obj_is_visible", BOOL, TRUE, OID),
    C("pg_ts_config_is_visible", BOOL, TRUE, OID), C("pg_ts_dict_is_visible", BOOL, TRUE, OID), C("pg_ts_parser_is_visible", BOOL, TRUE, OID),
    C("pg_ts_template_is_visible", BOOL, TRUE, OID),
    C("to_regclass", REGCLASS, TO_REG, TEXT), C("to_regtype", REGTYPE, TO_REG, TEXT), C("to_regproc", REGPROC, TO_REG, TEXT),
    C("to_regprocedure", REGPROCEDURE, TO_REG, TEXT), C("to_regnamespace", REGNAMESPACE, TO_REG, TEXT), C("to_regrole", REGROLE, TO_REG, TEXT),
    C("obj_description", TEXT, OBJ_DESCRIPTION, OID, NAME), C("obj_description", TEXT, OBJ_DESCRIPTION, OID),
    C("col_description", TEXT, COL_DESCRIPTION, OID, INT4), C("shobj_description", TEXT, SHOBJ_DESCRIPTION, OID, NAME),
    C("current_schemas", NAME_ARRAY, CURRENT_SCHEMAS, BOOL),
    PRIVILEGE("has_table_privilege", HAS_TABLE_PRIVILEGE), PRIVILEGE("has_any_column_privilege", HAS_ANY_COLUMN_PRIVILEGE),
    PRIVILEGE("has_sequence_privilege", HAS_SEQUENCE_PRIVILEGE), PRIVILEGE("has_schema_privilege", HAS_SCHEMA_PRIVILEGE),
    PRIVILEGE("has_database_privilege", HAS_DATABASE_PRIVILEGE), PRIVILEGE("has_function_privilege", HAS_PRIVILEGE),
    PRIVILEGE("has_language_privilege", HAS_PRIVILEGE), PRIVILEGE("has_type_privilege", HAS_PRIVILEGE),
    PRIVILEGE("has_tablespace_privilege", HAS_PRIVILEGE), PRIVILEGE("has_server_privilege", HAS_PRIVILEGE),
    PRIVILEGE("has_foreign_data_wrapper_privilege", HAS_PRIVILEGE), COLUMN_PRIVILEGE("has_column_privilege", TEXT), COLUMN_PRIVILEGE("has_column_privilege", INT2),
    C("pg_has_role", BOOL, HAS_ROLE, NAME, NAME, TEXT), C("pg_has_role", BOOL, HAS_ROLE, NAME, OID, TEXT),
    C("pg_has_role", BOOL, HAS_ROLE, OID, NAME, TEXT), C("pg_has_role", BOOL, HAS_ROLE, OID, OID, TEXT),
    C("pg_has_role", BOOL, HAS_ROLE, NAME, TEXT), C("pg_has_role", BOOL, HAS_ROLE, OID, TEXT),
    C("row_security_active", BOOL, FALSE, OID), C("row_security_active", BOOL, FALSE, TEXT),
    C("pg_encoding_to_char", NAME, ENCODING_TO_CHAR, INT4), C("pg_char_to_encoding", INT4, CHAR_TO_ENCODING, NAME),
    C("pg_relation_size", INT8, RELATION_SIZE, REGCLASS), C("pg_relation_size", INT8, RELATION_SIZE, REGCLASS, TEXT),
    C("pg_table_size", INT8, TABLE_SIZE, REGCLASS), C("pg_total_relation_size", INT8, TOTAL_SIZE, REGCLASS),
    C("pg_indexes_size", INT8, INDEXES_SIZE, REGCLASS), C("pg_database_size", INT8, DATABASE_SIZE, NAME), C("pg_database_size", INT8, DATABASE_SIZE, OID),
    C("pg_tablespace_size", INT8, DATABASE_SIZE, NAME), C("pg_tablespace_size", INT8, DATABASE_SIZE, OID),
    C("pg_size_pretty", TEXT, SIZE_PRETTY, INT8), C("pg_size_pretty", TEXT, SIZE_PRETTY, NUMERIC),
    C("pg_relation_filenode", OID, FILENODE, REGCLASS), C("pg_relation_filepath", TEXT, NULL, REGCLASS), C("pg_tablespace_location", TEXT, EMPTY_TEXT, OID),
    C0("pg_is_in_recovery", BOOL, FALSE), C0("pg_postmaster_start_time", TIMESTAMPTZ, START_TIME), C0("pg_conf_load_time", TIMESTAMPTZ, START_TIME),
    C0("inet_server_addr", TEXT, NULL), C0("inet_server_port", INT4, NULL), C0("inet_client_addr", TEXT, NULL), C0("inet_client_port", INT4, NULL),
    C0("pg_my_temp_schema", OID, ZERO), C("pg_is_other_temp_schema", BOOL, FALSE, OID),
    C0("pg_jit_available", BOOL, FALSE), C0("pg_trigger_depth", INT4, ZERO), C0("pg_current_logfile", TEXT, NULL), C0("txid_current_if_assigned", INT8, NULL),
    C0("getdatabaseencoding", NAME, ENCODING), C0("pg_client_encoding", NAME, ENCODING), C("pg_partition_root", REGCLASS, NULL, REGCLASS),
    {.name = "pg_partition_ancestors", .result = REGCLASS, .kernel = ask, .param = ND_CATALOG_NO_RELATIONS, .arg_count = 1, .args = {REGCLASS}, .volatility = ND_STABLE,
     .needs_catalog = true, .is_set = true},
    C("pg_relation_is_publishable", BOOL, FALSE, REGCLASS), C("pg_relation_is_updatable", INT4, UPDATABLE, REGCLASS, BOOL),
    C("pg_column_is_updatable", BOOL, COLUMN_UPDATABLE, REGCLASS, INT2, BOOL),
    C("pg_index_column_has_property", BOOL, INDEX_PROPERTY, REGCLASS, INT4, TEXT), C("pg_index_has_property", BOOL, INDEX_PROPERTY, REGCLASS, TEXT),
    C("pg_indexam_has_property", BOOL, TRUE, OID, TEXT), C("pg_describe_object", TEXT, DESCRIBE_OBJECT, OID, OID, INT4),
    C("acldefault", ACLITEM_ARRAY, ACLDEFAULT, CHAR, OID), C_LAX("pg_collation_for", TEXT, COLLATION_FOR, ANY),
    C("pg_stat_get_numscans", INT8, ZERO, OID), C("pg_stat_get_live_tuples", INT8, ZERO, OID), C("pg_stat_get_dead_tuples", INT8, ZERO, OID),
};
/* clang-format on */
const struct nd__func_table nd__funcs_catalog = ND__TABLE(funcs);
