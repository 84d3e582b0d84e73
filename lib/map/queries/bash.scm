; What Bash defines, and what it refers to.
(function_definition name: (word) @name) @function
(program (variable_assignment name: (variable_name) @name) @variable)

(command name: (command_name (word) @reference))
