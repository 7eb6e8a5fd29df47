/* SPDX-License-Identifier: Apache-2.0 */
/* columns_info.h - the columns of the views of information_schema. */
#ifndef ND_SQL_SYS_COLUMNS_INFO_H
#define ND_SQL_SYS_COLUMNS_INFO_H

/* clang-format off */
#define ND__COLUMNS_INFO_SQL_FEATURES(X, R) \
    X(R, feature_id, VARCHAR, 0) X(R, feature_name, VARCHAR, 0) X(R, sub_feature_id, VARCHAR, 0) \
    X(R, sub_feature_name, VARCHAR, 0) X(R, is_supported, VARCHAR, 0) X(R, is_verified_by, VARCHAR, 0) \
    X(R, comments, VARCHAR, 0)
#define ND__COLUMNS_INFO_SQL_IMPLEMENTATION_INFO(X, R) \
    X(R, implementation_info_id, VARCHAR, 0) X(R, implementation_info_name, VARCHAR, 0) X(R, integer_value, INT4, 0) \
    X(R, character_value, VARCHAR, 0) X(R, comments, VARCHAR, 0)
#define ND__COLUMNS_INFO_SQL_PARTS(X, R) \
    X(R, feature_id, VARCHAR, 0) X(R, feature_name, VARCHAR, 0) X(R, is_supported, VARCHAR, 0) \
    X(R, is_verified_by, VARCHAR, 0) X(R, comments, VARCHAR, 0)
#define ND__COLUMNS_INFO_SQL_SIZING(X, R) \
    X(R, sizing_id, INT4, 0) X(R, sizing_name, VARCHAR, 0) X(R, supported_value, INT4, 0) X(R, comments, VARCHAR, 0)
#define ND__COLUMNS_INFO__PG_FOREIGN_DATA_WRAPPERS(X, R) \
    X(R, oid, OID, 0) X(R, fdwowner, OID, 0) X(R, fdwoptions, TEXT_ARRAY, 0) X(R, foreign_data_wrapper_catalog, NAME, 0) \
    X(R, foreign_data_wrapper_name, NAME, 0) X(R, authorization_identifier, NAME, 0) \
    X(R, foreign_data_wrapper_language, VARCHAR, 0)
#define ND__COLUMNS_INFO__PG_FOREIGN_SERVERS(X, R) \
    X(R, oid, OID, 0) X(R, srvoptions, TEXT_ARRAY, 0) X(R, foreign_server_catalog, NAME, 0) \
    X(R, foreign_server_name, NAME, 0) X(R, foreign_data_wrapper_catalog, NAME, 0) \
    X(R, foreign_data_wrapper_name, NAME, 0) X(R, foreign_server_type, VARCHAR, 0) \
    X(R, foreign_server_version, VARCHAR, 0) X(R, authorization_identifier, NAME, 0)
#define ND__COLUMNS_INFO__PG_FOREIGN_TABLE_COLUMNS(X, R) \
    X(R, nspname, NAME, 0) X(R, relname, NAME, 0) X(R, attname, NAME, 0) X(R, attfdwoptions, TEXT_ARRAY, 0)
#define ND__COLUMNS_INFO__PG_FOREIGN_TABLES(X, R) \
    X(R, foreign_table_catalog, NAME, 0) X(R, foreign_table_schema, NAME, 0) X(R, foreign_table_name, NAME, 0) \
    X(R, ftoptions, TEXT_ARRAY, 0) X(R, foreign_server_catalog, NAME, 0) X(R, foreign_server_name, NAME, 0) \
    X(R, authorization_identifier, NAME, 0)
#define ND__COLUMNS_INFO__PG_USER_MAPPINGS(X, R) \
    X(R, oid, OID, 0) X(R, umoptions, TEXT_ARRAY, 0) X(R, umuser, OID, 0) X(R, authorization_identifier, NAME, 0) \
    X(R, foreign_server_catalog, NAME, 0) X(R, foreign_server_name, NAME, 0) X(R, srvowner, NAME, 0)
#define ND__COLUMNS_INFO_ADMINISTRABLE_ROLE_AUTHORIZATIONS(X, R) \
    X(R, grantee, NAME, 0) X(R, role_name, NAME, 0) X(R, is_grantable, VARCHAR, 0)
#define ND__COLUMNS_INFO_APPLICABLE_ROLES(X, R) \
    X(R, grantee, NAME, 0) X(R, role_name, NAME, 0) X(R, is_grantable, VARCHAR, 0)
#define ND__COLUMNS_INFO_ATTRIBUTES(X, R) \
    X(R, udt_catalog, NAME, 0) X(R, udt_schema, NAME, 0) X(R, udt_name, NAME, 0) X(R, attribute_name, NAME, 0) \
    X(R, ordinal_position, INT4, 0) X(R, attribute_default, VARCHAR, 0) X(R, is_nullable, VARCHAR, 0) \
    X(R, data_type, VARCHAR, 0) X(R, character_maximum_length, INT4, 0) X(R, character_octet_length, INT4, 0) \
    X(R, character_set_catalog, NAME, 0) X(R, character_set_schema, NAME, 0) X(R, character_set_name, NAME, 0) \
    X(R, collation_catalog, NAME, 0) X(R, collation_schema, NAME, 0) X(R, collation_name, NAME, 0) \
    X(R, numeric_precision, INT4, 0) X(R, numeric_precision_radix, INT4, 0) X(R, numeric_scale, INT4, 0) \
    X(R, datetime_precision, INT4, 0) X(R, interval_type, VARCHAR, 0) X(R, interval_precision, INT4, 0) \
    X(R, attribute_udt_catalog, NAME, 0) X(R, attribute_udt_schema, NAME, 0) X(R, attribute_udt_name, NAME, 0) \
    X(R, scope_catalog, NAME, 0) X(R, scope_schema, NAME, 0) X(R, scope_name, NAME, 0) X(R, maximum_cardinality, INT4, 0) \
    X(R, dtd_identifier, NAME, 0) X(R, is_derived_reference_attribute, VARCHAR, 0)
#define ND__COLUMNS_INFO_CHARACTER_SETS(X, R) \
    X(R, character_set_catalog, NAME, 0) X(R, character_set_schema, NAME, 0) X(R, character_set_name, NAME, 0) \
    X(R, character_repertoire, NAME, 0) X(R, form_of_use, NAME, 0) X(R, default_collate_catalog, NAME, 0) \
    X(R, default_collate_schema, NAME, 0) X(R, default_collate_name, NAME, 0)
#define ND__COLUMNS_INFO_CHECK_CONSTRAINT_ROUTINE_USAGE(X, R) \
    X(R, constraint_catalog, NAME, 0) X(R, constraint_schema, NAME, 0) X(R, constraint_name, NAME, 0) \
    X(R, specific_catalog, NAME, 0) X(R, specific_schema, NAME, 0) X(R, specific_name, NAME, 0)
#define ND__COLUMNS_INFO_CHECK_CONSTRAINTS(X, R) \
    X(R, constraint_catalog, NAME, 0) X(R, constraint_schema, NAME, 0) X(R, constraint_name, NAME, 0) \
    X(R, check_clause, VARCHAR, 0)
#define ND__COLUMNS_INFO_COLLATION_CHARACTER_SET_APPLICABILITY(X, R) \
    X(R, collation_catalog, NAME, 0) X(R, collation_schema, NAME, 0) X(R, collation_name, NAME, 0) \
    X(R, character_set_catalog, NAME, 0) X(R, character_set_schema, NAME, 0) X(R, character_set_name, NAME, 0)
#define ND__COLUMNS_INFO_COLLATIONS(X, R) \
    X(R, collation_catalog, NAME, 0) X(R, collation_schema, NAME, 0) X(R, collation_name, NAME, 0) \
    X(R, pad_attribute, VARCHAR, 0)
#define ND__COLUMNS_INFO_COLUMN_COLUMN_USAGE(X, R) \
    X(R, table_catalog, NAME, 0) X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0) X(R, column_name, NAME, 0) \
    X(R, dependent_column, NAME, 0)
#define ND__COLUMNS_INFO_COLUMN_DOMAIN_USAGE(X, R) \
    X(R, domain_catalog, NAME, 0) X(R, domain_schema, NAME, 0) X(R, domain_name, NAME, 0) X(R, table_catalog, NAME, 0) \
    X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0) X(R, column_name, NAME, 0)
#define ND__COLUMNS_INFO_COLUMN_OPTIONS(X, R) \
    X(R, table_catalog, NAME, 0) X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0) X(R, column_name, NAME, 0) \
    X(R, option_name, NAME, 0) X(R, option_value, VARCHAR, 0)
#define ND__COLUMNS_INFO_COLUMN_PRIVILEGES(X, R) \
    X(R, grantor, NAME, 0) X(R, grantee, NAME, 0) X(R, table_catalog, NAME, 0) X(R, table_schema, NAME, 0) \
    X(R, table_name, NAME, 0) X(R, column_name, NAME, 0) X(R, privilege_type, VARCHAR, 0) X(R, is_grantable, VARCHAR, 0)
#define ND__COLUMNS_INFO_COLUMN_UDT_USAGE(X, R) \
    X(R, udt_catalog, NAME, 0) X(R, udt_schema, NAME, 0) X(R, udt_name, NAME, 0) X(R, table_catalog, NAME, 0) \
    X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0) X(R, column_name, NAME, 0)
#define ND__COLUMNS_INFO_COLUMNS(X, R) \
    X(R, table_catalog, NAME, 0) X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0) X(R, column_name, NAME, 0) \
    X(R, ordinal_position, INT4, 0) X(R, column_default, VARCHAR, 0) X(R, is_nullable, VARCHAR, 0) \
    X(R, data_type, VARCHAR, 0) X(R, character_maximum_length, INT4, 0) X(R, character_octet_length, INT4, 0) \
    X(R, numeric_precision, INT4, 0) X(R, numeric_precision_radix, INT4, 0) X(R, numeric_scale, INT4, 0) \
    X(R, datetime_precision, INT4, 0) X(R, interval_type, VARCHAR, 0) X(R, interval_precision, INT4, 0) \
    X(R, character_set_catalog, NAME, 0) X(R, character_set_schema, NAME, 0) X(R, character_set_name, NAME, 0) \
    X(R, collation_catalog, NAME, 0) X(R, collation_schema, NAME, 0) X(R, collation_name, NAME, 0) \
    X(R, domain_catalog, NAME, 0) X(R, domain_schema, NAME, 0) X(R, domain_name, NAME, 0) X(R, udt_catalog, NAME, 0) \
    X(R, udt_schema, NAME, 0) X(R, udt_name, NAME, 0) X(R, scope_catalog, NAME, 0) X(R, scope_schema, NAME, 0) \
    X(R, scope_name, NAME, 0) X(R, maximum_cardinality, INT4, 0) X(R, dtd_identifier, NAME, 0) \
    X(R, is_self_referencing, VARCHAR, 0) X(R, is_identity, VARCHAR, 0) X(R, identity_generation, VARCHAR, 0) \
    X(R, identity_start, VARCHAR, 0) X(R, identity_increment, VARCHAR, 0) X(R, identity_maximum, VARCHAR, 0) \
    X(R, identity_minimum, VARCHAR, 0) X(R, identity_cycle, VARCHAR, 0) X(R, is_generated, VARCHAR, 0) \
    X(R, generation_expression, VARCHAR, 0) X(R, is_updatable, VARCHAR, 0)
#define ND__COLUMNS_INFO_CONSTRAINT_COLUMN_USAGE(X, R) \
    X(R, table_catalog, NAME, 0) X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0) X(R, column_name, NAME, 0) \
    X(R, constraint_catalog, NAME, 0) X(R, constraint_schema, NAME, 0) X(R, constraint_name, NAME, 0)
#define ND__COLUMNS_INFO_CONSTRAINT_TABLE_USAGE(X, R) \
    X(R, table_catalog, NAME, 0) X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0) X(R, constraint_catalog, NAME, 0) \
    X(R, constraint_schema, NAME, 0) X(R, constraint_name, NAME, 0)
#define ND__COLUMNS_INFO_DATA_TYPE_PRIVILEGES(X, R) \
    X(R, object_catalog, NAME, 0) X(R, object_schema, NAME, 0) X(R, object_name, NAME, 0) X(R, object_type, VARCHAR, 0) \
    X(R, dtd_identifier, NAME, 0)
#define ND__COLUMNS_INFO_DOMAIN_CONSTRAINTS(X, R) \
    X(R, constraint_catalog, NAME, 0) X(R, constraint_schema, NAME, 0) X(R, constraint_name, NAME, 0) \
    X(R, domain_catalog, NAME, 0) X(R, domain_schema, NAME, 0) X(R, domain_name, NAME, 0) X(R, is_deferrable, VARCHAR, 0) \
    X(R, initially_deferred, VARCHAR, 0)
#define ND__COLUMNS_INFO_DOMAIN_UDT_USAGE(X, R) \
    X(R, udt_catalog, NAME, 0) X(R, udt_schema, NAME, 0) X(R, udt_name, NAME, 0) X(R, domain_catalog, NAME, 0) \
    X(R, domain_schema, NAME, 0) X(R, domain_name, NAME, 0)
#define ND__COLUMNS_INFO_DOMAINS(X, R) \
    X(R, domain_catalog, NAME, 0) X(R, domain_schema, NAME, 0) X(R, domain_name, NAME, 0) X(R, data_type, VARCHAR, 0) \
    X(R, character_maximum_length, INT4, 0) X(R, character_octet_length, INT4, 0) X(R, character_set_catalog, NAME, 0) \
    X(R, character_set_schema, NAME, 0) X(R, character_set_name, NAME, 0) X(R, collation_catalog, NAME, 0) \
    X(R, collation_schema, NAME, 0) X(R, collation_name, NAME, 0) X(R, numeric_precision, INT4, 0) \
    X(R, numeric_precision_radix, INT4, 0) X(R, numeric_scale, INT4, 0) X(R, datetime_precision, INT4, 0) \
    X(R, interval_type, VARCHAR, 0) X(R, interval_precision, INT4, 0) X(R, domain_default, VARCHAR, 0) \
    X(R, udt_catalog, NAME, 0) X(R, udt_schema, NAME, 0) X(R, udt_name, NAME, 0) X(R, scope_catalog, NAME, 0) \
    X(R, scope_schema, NAME, 0) X(R, scope_name, NAME, 0) X(R, maximum_cardinality, INT4, 0) X(R, dtd_identifier, NAME, 0)
#define ND__COLUMNS_INFO_ELEMENT_TYPES(X, R) \
    X(R, object_catalog, NAME, 0) X(R, object_schema, NAME, 0) X(R, object_name, NAME, 0) X(R, object_type, VARCHAR, 0) \
    X(R, collection_type_identifier, NAME, 0) X(R, data_type, VARCHAR, 0) X(R, character_maximum_length, INT4, 0) \
    X(R, character_octet_length, INT4, 0) X(R, character_set_catalog, NAME, 0) X(R, character_set_schema, NAME, 0) \
    X(R, character_set_name, NAME, 0) X(R, collation_catalog, NAME, 0) X(R, collation_schema, NAME, 0) \
    X(R, collation_name, NAME, 0) X(R, numeric_precision, INT4, 0) X(R, numeric_precision_radix, INT4, 0) \
    X(R, numeric_scale, INT4, 0) X(R, datetime_precision, INT4, 0) X(R, interval_type, VARCHAR, 0) \
    X(R, interval_precision, INT4, 0) X(R, domain_default, VARCHAR, 0) X(R, udt_catalog, NAME, 0) X(R, udt_schema, NAME, 0) \
    X(R, udt_name, NAME, 0) X(R, scope_catalog, NAME, 0) X(R, scope_schema, NAME, 0) X(R, scope_name, NAME, 0) \
    X(R, maximum_cardinality, INT4, 0) X(R, dtd_identifier, NAME, 0)
#define ND__COLUMNS_INFO_ENABLED_ROLES(X, R) \
    X(R, role_name, NAME, 0)
#define ND__COLUMNS_INFO_FOREIGN_DATA_WRAPPER_OPTIONS(X, R) \
    X(R, foreign_data_wrapper_catalog, NAME, 0) X(R, foreign_data_wrapper_name, NAME, 0) X(R, option_name, NAME, 0) \
    X(R, option_value, VARCHAR, 0)
#define ND__COLUMNS_INFO_FOREIGN_DATA_WRAPPERS(X, R) \
    X(R, foreign_data_wrapper_catalog, NAME, 0) X(R, foreign_data_wrapper_name, NAME, 0) \
    X(R, authorization_identifier, NAME, 0) X(R, library_name, VARCHAR, 0) X(R, foreign_data_wrapper_language, VARCHAR, 0)
#define ND__COLUMNS_INFO_FOREIGN_SERVER_OPTIONS(X, R) \
    X(R, foreign_server_catalog, NAME, 0) X(R, foreign_server_name, NAME, 0) X(R, option_name, NAME, 0) \
    X(R, option_value, VARCHAR, 0)
#define ND__COLUMNS_INFO_FOREIGN_SERVERS(X, R) \
    X(R, foreign_server_catalog, NAME, 0) X(R, foreign_server_name, NAME, 0) X(R, foreign_data_wrapper_catalog, NAME, 0) \
    X(R, foreign_data_wrapper_name, NAME, 0) X(R, foreign_server_type, VARCHAR, 0) \
    X(R, foreign_server_version, VARCHAR, 0) X(R, authorization_identifier, NAME, 0)
#define ND__COLUMNS_INFO_FOREIGN_TABLE_OPTIONS(X, R) \
    X(R, foreign_table_catalog, NAME, 0) X(R, foreign_table_schema, NAME, 0) X(R, foreign_table_name, NAME, 0) \
    X(R, option_name, NAME, 0) X(R, option_value, VARCHAR, 0)
#define ND__COLUMNS_INFO_FOREIGN_TABLES(X, R) \
    X(R, foreign_table_catalog, NAME, 0) X(R, foreign_table_schema, NAME, 0) X(R, foreign_table_name, NAME, 0) \
    X(R, foreign_server_catalog, NAME, 0) X(R, foreign_server_name, NAME, 0)
#define ND__COLUMNS_INFO_INFORMATION_SCHEMA_CATALOG_NAME(X, R) \
    X(R, catalog_name, NAME, 0)
#define ND__COLUMNS_INFO_KEY_COLUMN_USAGE(X, R) \
    X(R, constraint_catalog, NAME, 0) X(R, constraint_schema, NAME, 0) X(R, constraint_name, NAME, 0) \
    X(R, table_catalog, NAME, 0) X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0) X(R, column_name, NAME, 0) \
    X(R, ordinal_position, INT4, 0) X(R, position_in_unique_constraint, INT4, 0)
#define ND__COLUMNS_INFO_PARAMETERS(X, R) \
    X(R, specific_catalog, NAME, 0) X(R, specific_schema, NAME, 0) X(R, specific_name, NAME, 0) \
    X(R, ordinal_position, INT4, 0) X(R, parameter_mode, VARCHAR, 0) X(R, is_result, VARCHAR, 0) X(R, as_locator, VARCHAR, 0) \
    X(R, parameter_name, NAME, 0) X(R, data_type, VARCHAR, 0) X(R, character_maximum_length, INT4, 0) \
    X(R, character_octet_length, INT4, 0) X(R, character_set_catalog, NAME, 0) X(R, character_set_schema, NAME, 0) \
    X(R, character_set_name, NAME, 0) X(R, collation_catalog, NAME, 0) X(R, collation_schema, NAME, 0) \
    X(R, collation_name, NAME, 0) X(R, numeric_precision, INT4, 0) X(R, numeric_precision_radix, INT4, 0) \
    X(R, numeric_scale, INT4, 0) X(R, datetime_precision, INT4, 0) X(R, interval_type, VARCHAR, 0) \
    X(R, interval_precision, INT4, 0) X(R, udt_catalog, NAME, 0) X(R, udt_schema, NAME, 0) X(R, udt_name, NAME, 0) \
    X(R, scope_catalog, NAME, 0) X(R, scope_schema, NAME, 0) X(R, scope_name, NAME, 0) X(R, maximum_cardinality, INT4, 0) \
    X(R, dtd_identifier, NAME, 0) X(R, parameter_default, VARCHAR, 0)
#define ND__COLUMNS_INFO_REFERENTIAL_CONSTRAINTS(X, R) \
    X(R, constraint_catalog, NAME, 0) X(R, constraint_schema, NAME, 0) X(R, constraint_name, NAME, 0) \
    X(R, unique_constraint_catalog, NAME, 0) X(R, unique_constraint_schema, NAME, 0) X(R, unique_constraint_name, NAME, 0) \
    X(R, match_option, VARCHAR, 0) X(R, update_rule, VARCHAR, 0) X(R, delete_rule, VARCHAR, 0)
#define ND__COLUMNS_INFO_ROLE_COLUMN_GRANTS(X, R) \
    X(R, grantor, NAME, 0) X(R, grantee, NAME, 0) X(R, table_catalog, NAME, 0) X(R, table_schema, NAME, 0) \
    X(R, table_name, NAME, 0) X(R, column_name, NAME, 0) X(R, privilege_type, VARCHAR, 0) X(R, is_grantable, VARCHAR, 0)
#define ND__COLUMNS_INFO_ROLE_ROUTINE_GRANTS(X, R) \
    X(R, grantor, NAME, 0) X(R, grantee, NAME, 0) X(R, specific_catalog, NAME, 0) X(R, specific_schema, NAME, 0) \
    X(R, specific_name, NAME, 0) X(R, routine_catalog, NAME, 0) X(R, routine_schema, NAME, 0) X(R, routine_name, NAME, 0) \
    X(R, privilege_type, VARCHAR, 0) X(R, is_grantable, VARCHAR, 0)
#define ND__COLUMNS_INFO_ROLE_TABLE_GRANTS(X, R) \
    X(R, grantor, NAME, 0) X(R, grantee, NAME, 0) X(R, table_catalog, NAME, 0) X(R, table_schema, NAME, 0) \
    X(R, table_name, NAME, 0) X(R, privilege_type, VARCHAR, 0) X(R, is_grantable, VARCHAR, 0) \
    X(R, with_hierarchy, VARCHAR, 0)
#define ND__COLUMNS_INFO_ROLE_UDT_GRANTS(X, R) \
    X(R, grantor, NAME, 0) X(R, grantee, NAME, 0) X(R, udt_catalog, NAME, 0) X(R, udt_schema, NAME, 0) X(R, udt_name, NAME, 0) \
    X(R, privilege_type, VARCHAR, 0) X(R, is_grantable, VARCHAR, 0)
#define ND__COLUMNS_INFO_ROLE_USAGE_GRANTS(X, R) \
    X(R, grantor, NAME, 0) X(R, grantee, NAME, 0) X(R, object_catalog, NAME, 0) X(R, object_schema, NAME, 0) \
    X(R, object_name, NAME, 0) X(R, object_type, VARCHAR, 0) X(R, privilege_type, VARCHAR, 0) X(R, is_grantable, VARCHAR, 0)
#define ND__COLUMNS_INFO_ROUTINE_COLUMN_USAGE(X, R) \
    X(R, specific_catalog, NAME, 0) X(R, specific_schema, NAME, 0) X(R, specific_name, NAME, 0) \
    X(R, routine_catalog, NAME, 0) X(R, routine_schema, NAME, 0) X(R, routine_name, NAME, 0) X(R, table_catalog, NAME, 0) \
    X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0) X(R, column_name, NAME, 0)
#define ND__COLUMNS_INFO_ROUTINE_PRIVILEGES(X, R) \
    X(R, grantor, NAME, 0) X(R, grantee, NAME, 0) X(R, specific_catalog, NAME, 0) X(R, specific_schema, NAME, 0) \
    X(R, specific_name, NAME, 0) X(R, routine_catalog, NAME, 0) X(R, routine_schema, NAME, 0) X(R, routine_name, NAME, 0) \
    X(R, privilege_type, VARCHAR, 0) X(R, is_grantable, VARCHAR, 0)
#define ND__COLUMNS_INFO_ROUTINE_ROUTINE_USAGE(X, R) \
    X(R, specific_catalog, NAME, 0) X(R, specific_schema, NAME, 0) X(R, specific_name, NAME, 0) \
    X(R, routine_catalog, NAME, 0) X(R, routine_schema, NAME, 0) X(R, routine_name, NAME, 0)
#define ND__COLUMNS_INFO_ROUTINE_SEQUENCE_USAGE(X, R) \
    X(R, specific_catalog, NAME, 0) X(R, specific_schema, NAME, 0) X(R, specific_name, NAME, 0) \
    X(R, routine_catalog, NAME, 0) X(R, routine_schema, NAME, 0) X(R, routine_name, NAME, 0) X(R, sequence_catalog, NAME, 0) \
    X(R, sequence_schema, NAME, 0) X(R, sequence_name, NAME, 0)
#define ND__COLUMNS_INFO_ROUTINE_TABLE_USAGE(X, R) \
    X(R, specific_catalog, NAME, 0) X(R, specific_schema, NAME, 0) X(R, specific_name, NAME, 0) \
    X(R, routine_catalog, NAME, 0) X(R, routine_schema, NAME, 0) X(R, routine_name, NAME, 0) X(R, table_catalog, NAME, 0) \
    X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0)
#define ND__COLUMNS_INFO_ROUTINES(X, R) \
    X(R, specific_catalog, NAME, 0) X(R, specific_schema, NAME, 0) X(R, specific_name, NAME, 0) \
    X(R, routine_catalog, NAME, 0) X(R, routine_schema, NAME, 0) X(R, routine_name, NAME, 0) X(R, routine_type, VARCHAR, 0) \
    X(R, module_catalog, NAME, 0) X(R, module_schema, NAME, 0) X(R, module_name, NAME, 0) X(R, udt_catalog, NAME, 0) \
    X(R, udt_schema, NAME, 0) X(R, udt_name, NAME, 0) X(R, data_type, VARCHAR, 0) X(R, character_maximum_length, INT4, 0) \
    X(R, character_octet_length, INT4, 0) X(R, character_set_catalog, NAME, 0) X(R, character_set_schema, NAME, 0) \
    X(R, character_set_name, NAME, 0) X(R, collation_catalog, NAME, 0) X(R, collation_schema, NAME, 0) \
    X(R, collation_name, NAME, 0) X(R, numeric_precision, INT4, 0) X(R, numeric_precision_radix, INT4, 0) \
    X(R, numeric_scale, INT4, 0) X(R, datetime_precision, INT4, 0) X(R, interval_type, VARCHAR, 0) \
    X(R, interval_precision, INT4, 0) X(R, type_udt_catalog, NAME, 0) X(R, type_udt_schema, NAME, 0) \
    X(R, type_udt_name, NAME, 0) X(R, scope_catalog, NAME, 0) X(R, scope_schema, NAME, 0) X(R, scope_name, NAME, 0) \
    X(R, maximum_cardinality, INT4, 0) X(R, dtd_identifier, NAME, 0) X(R, routine_body, VARCHAR, 0) \
    X(R, routine_definition, VARCHAR, 0) X(R, external_name, VARCHAR, 0) X(R, external_language, VARCHAR, 0) \
    X(R, parameter_style, VARCHAR, 0) X(R, is_deterministic, VARCHAR, 0) X(R, sql_data_access, VARCHAR, 0) \
    X(R, is_null_call, VARCHAR, 0) X(R, sql_path, VARCHAR, 0) X(R, schema_level_routine, VARCHAR, 0) \
    X(R, max_dynamic_result_sets, INT4, 0) X(R, is_user_defined_cast, VARCHAR, 0) \
    X(R, is_implicitly_invocable, VARCHAR, 0) X(R, security_type, VARCHAR, 0) X(R, to_sql_specific_catalog, NAME, 0) \
    X(R, to_sql_specific_schema, NAME, 0) X(R, to_sql_specific_name, NAME, 0) X(R, as_locator, VARCHAR, 0) \
    X(R, created, TIMESTAMPTZ, 0) X(R, last_altered, TIMESTAMPTZ, 0) X(R, new_savepoint_level, VARCHAR, 0) \
    X(R, is_udt_dependent, VARCHAR, 0) X(R, result_cast_from_data_type, VARCHAR, 0) \
    X(R, result_cast_as_locator, VARCHAR, 0) X(R, result_cast_char_max_length, INT4, 0) \
    X(R, result_cast_char_octet_length, INT4, 0) X(R, result_cast_char_set_catalog, NAME, 0) \
    X(R, result_cast_char_set_schema, NAME, 0) X(R, result_cast_char_set_name, NAME, 0) \
    X(R, result_cast_collation_catalog, NAME, 0) X(R, result_cast_collation_schema, NAME, 0) \
    X(R, result_cast_collation_name, NAME, 0) X(R, result_cast_numeric_precision, INT4, 0) \
    X(R, result_cast_numeric_precision_radix, INT4, 0) X(R, result_cast_numeric_scale, INT4, 0) \
    X(R, result_cast_datetime_precision, INT4, 0) X(R, result_cast_interval_type, VARCHAR, 0) \
    X(R, result_cast_interval_precision, INT4, 0) X(R, result_cast_type_udt_catalog, NAME, 0) \
    X(R, result_cast_type_udt_schema, NAME, 0) X(R, result_cast_type_udt_name, NAME, 0) \
    X(R, result_cast_scope_catalog, NAME, 0) X(R, result_cast_scope_schema, NAME, 0) X(R, result_cast_scope_name, NAME, 0) \
    X(R, result_cast_maximum_cardinality, INT4, 0) X(R, result_cast_dtd_identifier, NAME, 0)
#define ND__COLUMNS_INFO_SCHEMATA(X, R) \
    X(R, catalog_name, NAME, 0) X(R, schema_name, NAME, 0) X(R, schema_owner, NAME, 0) \
    X(R, default_character_set_catalog, NAME, 0) X(R, default_character_set_schema, NAME, 0) \
    X(R, default_character_set_name, NAME, 0) X(R, sql_path, VARCHAR, 0)
#define ND__COLUMNS_INFO_SEQUENCES(X, R) \
    X(R, sequence_catalog, NAME, 0) X(R, sequence_schema, NAME, 0) X(R, sequence_name, NAME, 0) X(R, data_type, VARCHAR, 0) \
    X(R, numeric_precision, INT4, 0) X(R, numeric_precision_radix, INT4, 0) X(R, numeric_scale, INT4, 0) \
    X(R, start_value, VARCHAR, 0) X(R, minimum_value, VARCHAR, 0) X(R, maximum_value, VARCHAR, 0) X(R, increment, VARCHAR, 0) \
    X(R, cycle_option, VARCHAR, 0)
#define ND__COLUMNS_INFO_TABLE_CONSTRAINTS(X, R) \
    X(R, constraint_catalog, NAME, 0) X(R, constraint_schema, NAME, 0) X(R, constraint_name, NAME, 0) \
    X(R, table_catalog, NAME, 0) X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0) X(R, constraint_type, VARCHAR, 0) \
    X(R, is_deferrable, VARCHAR, 0) X(R, initially_deferred, VARCHAR, 0) X(R, enforced, VARCHAR, 0) \
    X(R, nulls_distinct, VARCHAR, 0)
#define ND__COLUMNS_INFO_TABLE_PRIVILEGES(X, R) \
    X(R, grantor, NAME, 0) X(R, grantee, NAME, 0) X(R, table_catalog, NAME, 0) X(R, table_schema, NAME, 0) \
    X(R, table_name, NAME, 0) X(R, privilege_type, VARCHAR, 0) X(R, is_grantable, VARCHAR, 0) \
    X(R, with_hierarchy, VARCHAR, 0)
#define ND__COLUMNS_INFO_TABLES(X, R) \
    X(R, table_catalog, NAME, 0) X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0) X(R, table_type, VARCHAR, 0) \
    X(R, self_referencing_column_name, NAME, 0) X(R, reference_generation, VARCHAR, 0) \
    X(R, user_defined_type_catalog, NAME, 0) X(R, user_defined_type_schema, NAME, 0) X(R, user_defined_type_name, NAME, 0) \
    X(R, is_insertable_into, VARCHAR, 0) X(R, is_typed, VARCHAR, 0) X(R, commit_action, VARCHAR, 0)
#define ND__COLUMNS_INFO_TRANSFORMS(X, R) \
    X(R, udt_catalog, NAME, 0) X(R, udt_schema, NAME, 0) X(R, udt_name, NAME, 0) X(R, specific_catalog, NAME, 0) \
    X(R, specific_schema, NAME, 0) X(R, specific_name, NAME, 0) X(R, group_name, NAME, 0) X(R, transform_type, VARCHAR, 0)
#define ND__COLUMNS_INFO_TRIGGERED_UPDATE_COLUMNS(X, R) \
    X(R, trigger_catalog, NAME, 0) X(R, trigger_schema, NAME, 0) X(R, trigger_name, NAME, 0) \
    X(R, event_object_catalog, NAME, 0) X(R, event_object_schema, NAME, 0) X(R, event_object_table, NAME, 0) \
    X(R, event_object_column, NAME, 0)
#define ND__COLUMNS_INFO_TRIGGERS(X, R) \
    X(R, trigger_catalog, NAME, 0) X(R, trigger_schema, NAME, 0) X(R, trigger_name, NAME, 0) \
    X(R, event_manipulation, VARCHAR, 0) X(R, event_object_catalog, NAME, 0) X(R, event_object_schema, NAME, 0) \
    X(R, event_object_table, NAME, 0) X(R, action_order, INT4, 0) X(R, action_condition, VARCHAR, 0) \
    X(R, action_statement, VARCHAR, 0) X(R, action_orientation, VARCHAR, 0) X(R, action_timing, VARCHAR, 0) \
    X(R, action_reference_old_table, NAME, 0) X(R, action_reference_new_table, NAME, 0) \
    X(R, action_reference_old_row, NAME, 0) X(R, action_reference_new_row, NAME, 0) X(R, created, TIMESTAMPTZ, 0)
#define ND__COLUMNS_INFO_UDT_PRIVILEGES(X, R) \
    X(R, grantor, NAME, 0) X(R, grantee, NAME, 0) X(R, udt_catalog, NAME, 0) X(R, udt_schema, NAME, 0) X(R, udt_name, NAME, 0) \
    X(R, privilege_type, VARCHAR, 0) X(R, is_grantable, VARCHAR, 0)
#define ND__COLUMNS_INFO_USAGE_PRIVILEGES(X, R) \
    X(R, grantor, NAME, 0) X(R, grantee, NAME, 0) X(R, object_catalog, NAME, 0) X(R, object_schema, NAME, 0) \
    X(R, object_name, NAME, 0) X(R, object_type, VARCHAR, 0) X(R, privilege_type, VARCHAR, 0) X(R, is_grantable, VARCHAR, 0)
#define ND__COLUMNS_INFO_USER_DEFINED_TYPES(X, R) \
    X(R, user_defined_type_catalog, NAME, 0) X(R, user_defined_type_schema, NAME, 0) X(R, user_defined_type_name, NAME, 0) \
    X(R, user_defined_type_category, VARCHAR, 0) X(R, is_instantiable, VARCHAR, 0) X(R, is_final, VARCHAR, 0) \
    X(R, ordering_form, VARCHAR, 0) X(R, ordering_category, VARCHAR, 0) X(R, ordering_routine_catalog, NAME, 0) \
    X(R, ordering_routine_schema, NAME, 0) X(R, ordering_routine_name, NAME, 0) X(R, reference_type, VARCHAR, 0) \
    X(R, data_type, VARCHAR, 0) X(R, character_maximum_length, INT4, 0) X(R, character_octet_length, INT4, 0) \
    X(R, character_set_catalog, NAME, 0) X(R, character_set_schema, NAME, 0) X(R, character_set_name, NAME, 0) \
    X(R, collation_catalog, NAME, 0) X(R, collation_schema, NAME, 0) X(R, collation_name, NAME, 0) \
    X(R, numeric_precision, INT4, 0) X(R, numeric_precision_radix, INT4, 0) X(R, numeric_scale, INT4, 0) \
    X(R, datetime_precision, INT4, 0) X(R, interval_type, VARCHAR, 0) X(R, interval_precision, INT4, 0) \
    X(R, source_dtd_identifier, NAME, 0) X(R, ref_dtd_identifier, NAME, 0)
#define ND__COLUMNS_INFO_USER_MAPPING_OPTIONS(X, R) \
    X(R, authorization_identifier, NAME, 0) X(R, foreign_server_catalog, NAME, 0) X(R, foreign_server_name, NAME, 0) \
    X(R, option_name, NAME, 0) X(R, option_value, VARCHAR, 0)
#define ND__COLUMNS_INFO_USER_MAPPINGS(X, R) \
    X(R, authorization_identifier, NAME, 0) X(R, foreign_server_catalog, NAME, 0) X(R, foreign_server_name, NAME, 0)
#define ND__COLUMNS_INFO_VIEW_COLUMN_USAGE(X, R) \
    X(R, view_catalog, NAME, 0) X(R, view_schema, NAME, 0) X(R, view_name, NAME, 0) X(R, table_catalog, NAME, 0) \
    X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0) X(R, column_name, NAME, 0)
#define ND__COLUMNS_INFO_VIEW_ROUTINE_USAGE(X, R) \
    X(R, table_catalog, NAME, 0) X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0) X(R, specific_catalog, NAME, 0) \
    X(R, specific_schema, NAME, 0) X(R, specific_name, NAME, 0)
#define ND__COLUMNS_INFO_VIEW_TABLE_USAGE(X, R) \
    X(R, view_catalog, NAME, 0) X(R, view_schema, NAME, 0) X(R, view_name, NAME, 0) X(R, table_catalog, NAME, 0) \
    X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0)
#define ND__COLUMNS_INFO_VIEWS(X, R) \
    X(R, table_catalog, NAME, 0) X(R, table_schema, NAME, 0) X(R, table_name, NAME, 0) X(R, view_definition, VARCHAR, 0) \
    X(R, check_option, VARCHAR, 0) X(R, is_updatable, VARCHAR, 0) X(R, is_insertable_into, VARCHAR, 0) \
    X(R, is_trigger_updatable, VARCHAR, 0) X(R, is_trigger_deletable, VARCHAR, 0) \
    X(R, is_trigger_insertable_into, VARCHAR, 0)
/* clang-format on */

#endif
