from tuntas.cli.main import main

main()
