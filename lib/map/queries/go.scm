; What Go defines, and what it refers to.
(function_declaration name: (identifier) @name) @function
(method_declaration name: (field_identifier) @name) @method
(type_declaration (type_spec name: (type_identifier) @name)) @type
(type_declaration (type_alias name: (type_identifier) @name)) @type
(source_file (const_declaration (const_spec name: (identifier) @name)) @constant)
(source_file (var_declaration (var_spec name: (identifier) @name)) @variable)
(method_elem name: (field_identifier) @name) @method

(call_expression function: [
  (identifier) @reference
  (selector_expression field: (field_identifier) @reference)
])
(type_identifier) @reference
