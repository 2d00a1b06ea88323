export const HELP = `netloom COMMAND [options]

  check FILE                     shapes, costs and problems of a project
  train FILE                     train it; a run folder beside it keeps everything
    --epochs N  --steps N  --batch N  --seed N
    --device gpu|cpu|portable    what computes
    --out DIR                    the run folder
    --set path=value             such as training.optimizer.learningRate=0.01 or nodes.conv1.filters=32
  train --resume RUN             go on with a run that was stopped or killed, with more --epochs if you like
  evaluate RUN                   loss and metrics on the test part
  predict RUN INPUT…             answers for test:12, a picture, a JSON file or numbers such as 70,12.5,0.4
  export RUN --format F --out P  the trained model for other programs
  doctor                         what runs where, and why not faster

  --json                         one JSON object a line on stdout, and nothing else
  --help                         this`;
